namespace Messaging.RabbitMq;

/// <summary>
/// The deliveries of a channel, in order, until the broker has been told what became of them; says which
/// acknowledgements are due.
/// <list type="number">
/// <item>What is done up to the first delivery that is not goes together: at once if it is a quarter of what the broker
/// waits for, so that a small prefetch is not held up, otherwise with the next moment.</item>
/// <item>What is done behind that one, such as short tasks behind a long one, goes by itself after five moments; at once
/// if the broker waits for few, and for as many again.</item>
/// </list>
/// Not for several threads.
/// </summary>
internal sealed class OpenDeliveries
{
    private const int Parts = 4;
    private const int Few = 64;
    private const int MostMoments = 5;

    private readonly LinkedList<Delivery> inOrder = [];
    private readonly Dictionary<ulong, LinkedListNode<Delivery>> byTag = [];

    /// <summary>Done behind one that is not, the longest ago first; and some that have gone with others meanwhile.</summary>
    private readonly Queue<LinkedListNode<Delivery>> behind = new();
    private List<Acknowledgement> together = [];
    private int doneBehind;
    private long moment;

    /// <summary>Whether anything is done that the broker does not know.</summary>
    public bool IsAnyDone => together.Count + doneBehind > 0;

    /// <summary>How many the broker waits for.</summary>
    private int Count => inOrder.Count + together.Count;

    /// <summary>One has come.</summary>
    public void Add(ulong tag) => byTag.Add(tag, inOrder.AddLast(new Delivery()));

    /// <summary>The broker has been told that one goes back, and not before: or it would be acknowledged with others.</summary>
    public void Return(ulong tag)
    {
        if (!byTag.Remove(tag, out var returned))
            return;

        inOrder.Remove(returned);
        Advance();
    }

    /// <summary>One is done.</summary>
    /// <returns>What is due now; <c>null</c> if nothing is.</returns>
    /// <exception cref="InvalidOperationException">It is none of those, or the broker has been told already.</exception>
    public DueAcknowledgements? Acknowledge(Acknowledgement done)
    {
        if (!byTag.Remove(done.Tag, out var delivery))
        {
            throw new InvalidOperationException(
                $"Delivery {done.Tag} cannot be acknowledged: it is none of this channel's, or was settled before.");
        }

        delivery.Value.Done = done;
        delivery.Value.Moment = moment;
        behind.Enqueue(delivery);
        doneBehind++;
        Advance();

        if (Count <= Few && (together.Count + doneBehind) * 2 >= Count)
            return Take(0);

        return together.Count * Parts >= Count ? Take(long.MaxValue) : null;
    }

    /// <summary>A moment has passed.</summary>
    /// <returns>What is due now; <c>null</c> if nothing is.</returns>
    public DueAcknowledgements? Tick()
    {
        moment++;
        return Take(MostMoments + 1);
    }

    /// <summary>All that is done.</summary>
    public DueAcknowledgements? TakeAll() => Take(0);

    private void Advance()
    {
        while (inOrder.First is { Value.Done: { } done })
        {
            inOrder.RemoveFirst();
            doneBehind--;
            together.Add(done);
        }
    }

    /// <summary>What goes together, and of what is behind all that has waited for so many moments.</summary>
    private DueAcknowledgements? Take(long moments)
    {
        List<Acknowledgement> alone = [];
        while (behind.TryPeek(out var oldest) && (oldest.List is null || moment - oldest.Value.Moment >= moments))
        {
            behind.Dequeue();
            if (oldest.List is null)
                continue;

            inOrder.Remove(oldest);
            doneBehind--;
            alone.Add(oldest.Value.Done!);
        }

        if (together.Count + alone.Count == 0)
            return null;

        var due = new DueAcknowledgements(together, alone);
        together = [];
        return due;
    }

    private sealed class Delivery
    {
        public Acknowledgement? Done { get; set; }

        public long Moment { get; set; }
    }
}

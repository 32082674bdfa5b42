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

    private readonly Queue<ulong> order = new();

    /// <summary>Done behind one that is not; <c>null</c> if the broker knows.</summary>
    private readonly Dictionary<ulong, Acknowledgement?> behind = [];
    private List<Acknowledgement> together = [];
    private int doneBehind;
    private int open;
    private long moment;

    /// <summary>Whether anything is done that the broker does not know.</summary>
    public bool IsAnyDone => together.Count + doneBehind > 0;

    /// <summary>One has come.</summary>
    public void Add(ulong tag)
    {
        order.Enqueue(tag);
        open++;
    }

    /// <summary>The broker has been told that one goes back, and not before: or it would be acknowledged with others.</summary>
    public void Return(ulong tag)
    {
        open--;
        behind[tag] = null;
        Advance();
    }

    /// <summary>One is done.</summary>
    /// <returns>What is due now; <c>null</c> if nothing is.</returns>
    public DueAcknowledgements? Acknowledge(Acknowledgement done)
    {
        done.Moment = moment;
        behind[done.Tag] = done;
        doneBehind++;
        Advance();

        if (open <= Few && (together.Count + doneBehind) * 2 >= open)
            return Take(static _ => true);

        return together.Count * Parts >= open ? Take(static _ => false) : null;
    }

    /// <summary>A moment has passed.</summary>
    /// <returns>What is due now; <c>null</c> if nothing is.</returns>
    public DueAcknowledgements? Tick()
    {
        moment++;
        return Take(done => moment - done.Moment > MostMoments);
    }

    /// <summary>All that is done, in whatever order.</summary>
    public DueAcknowledgements? TakeAll() => Take(static _ => true);

    private void Advance()
    {
        while (order.TryPeek(out var first) && behind.Remove(first, out var done))
        {
            order.Dequeue();
            if (done is null)
                continue;

            doneBehind--;
            together.Add(done);
        }
    }

    private DueAcknowledgements? Take(Func<Acknowledgement, bool> isDue)
    {
        var alone = doneBehind == 0 ? [] : behind.Values.OfType<Acknowledgement>().Where(isDue).ToArray();
        foreach (var done in alone)
            behind[done.Tag] = null;
        doneBehind -= alone.Length;

        if (together.Count + alone.Length == 0)
            return null;

        var due = new DueAcknowledgements(together, alone);
        open -= together.Count + alone.Length;
        together = [];
        return due;
    }
}

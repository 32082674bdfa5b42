using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>
/// Receives from one queue.
/// <list type="number">
/// <item>Who receives asks SQS without waiting: for ten at first, and for the rest, several requests at a time, if those
/// ten came.</item>
/// <item>Who waits shares one request that waits at SQS, for no more than were asked for last. What it brings is spare:
/// the next to receive gets it.</item>
/// <item>Requests are never given up, since SQS would go on with them and lock messages for nobody. What they bring when
/// nobody wants it any more is spare too. After one that waits and is broken, see <see cref="BrokenWaits"/>.</item>
/// <item>Who receives right after a wait that has brought nothing is told so, and SQS is not asked again.</item>
/// <item>Spare messages that nobody has taken within five seconds, or a third of their lock time if that is less, are
/// put back; so are those of who stops or reads no more for a while, and what its requests bring still, unless it reads
/// again by then.</item>
/// <item>FIFO queues are asked for one message at a time: several of one group in one answer would run at the same time,
/// while SQS itself hands out no other of a group of which one is held. They are asked more often at a time while that
/// brings something.</item>
/// </list>
/// </summary>
internal sealed class QueueReader(
    MessageRequests requests, SpareMessages spare, SharedWait sharedWait, bool isFifo, TimeProvider time)
    : IAsyncDisposable
{
    /// <summary>The most requests at a time.</summary>
    public const int MostRequests = 20;

    private readonly int batch = isFifo ? 1 : SqsBatches.Most;
    private readonly Lock gate = new();
    private readonly HashSet<Task> underWay = [];
    private bool isBusy;
    private volatile bool isLeft;
    private volatile int wanted = SqsBatches.Most;
    private volatile int reach = 1;

    /// <summary>Takes what is there.</summary>
    public async Task<IReadOnlyList<HeldMessage>> Receive(int limit, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Leave(sharedWait.UnderWay);
            cancellationToken.ThrowIfCancellationRequested();
        }

        isLeft = false;
        wanted = limit;
        if (spare.Take(limit) is { Count: > 0 } taken)
            return Aged(taken);
        if (sharedWait.HasJustBroughtNothing())
            return [];

        var fetching = Follow(Fetch(Math.Min(limit, isFifo ? reach : MostRequests * batch)));
        try
        {
            return Aged(await fetching.WaitAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Leave(Spare(fetching));
            throw;
        }
    }

    /// <summary>Waits until there is something to take.</summary>
    public async Task Wait(TimeSpan longest, CancellationToken cancellationToken)
    {
        var wait = Follow(sharedWait.Join(Math.Clamp(wanted, 1, batch), longest));
        try
        {
            await wait.WaitAsync(longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nothing has come.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Leave(wait);
            throw;
        }
    }

    /// <summary>Waits for what is under way, and puts back what it brings.</summary>
    public async ValueTask DisposeAsync()
    {
        while (UnderWay() is { Length: > 0 } left)
            await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await spare.DisposeAsync();
    }

    private Task[] UnderWay()
    {
        lock (gate)
        {
            underWay.RemoveWhere(task => task.IsCompleted);
            return [.. underWay];
        }
    }

    private TTask Follow<TTask>(TTask task)
        where TTask : Task
    {
        lock (gate)
        {
            underWay.RemoveWhere(one => one.IsCompleted);
            underWay.Add(task);
        }

        return task;
    }

    /// <summary>Says how long messages have been locked when they are handed over.</summary>
    private static List<HeldMessage> Aged(IReadOnlyList<HeldMessage> taken) =>
        [.. taken.Select(message => message with { LockedFor = ((SqsReceipt)message.Lock.Receipt).LockedFor })];

    private async Task Spare(Task<List<HeldMessage>> fetching)
    {
        await ((Task)fetching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (fetching.IsCompletedSuccessfully)
            spare.Add(await fetching);
    }

    private void Leave(Task last)
    {
        isLeft = true;
        _ = Follow(PutBackAfter(last));
    }

    private async Task PutBackAfter(Task last)
    {
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (isLeft)
            await spare.PutBack();
    }

    private async Task<List<HeldMessage>> Fetch(int limit)
    {
        var taken = new List<HeldMessage>(limit);
        var left = limit;
        if (!isBusy || left <= batch)
        {
            var first = Math.Min(left, batch);
            taken.AddRange(await requests.Take(first, TimeSpan.Zero));
            left = taken.Count == first ? left - first : 0;
        }

        await TakeAll(left, taken);
        isBusy = taken.Count == limit;
        reach = Math.Clamp(isBusy ? limit * 2 : taken.Count, 1, MostRequests);
        return taken;
    }

    /// <summary>What some requests have brought counts, although others have failed.</summary>
    private async Task TakeAll(int left, List<HeldMessage> taken)
    {
        var others = new List<Task<IReadOnlyList<HeldMessage>>>();
        for (; left > 0; left -= batch)
            others.Add(requests.Take(Math.Min(left, batch), TimeSpan.Zero));

        await ((Task)Task.WhenAll(others)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var other in others.Where(other => other.IsCompletedSuccessfully))
            taken.AddRange(await other);
        if (taken.Count == 0 && others.Count > 0)
            await Task.WhenAll(others);
    }
}

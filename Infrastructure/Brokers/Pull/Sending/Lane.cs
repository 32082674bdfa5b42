namespace Messaging.PullTransport;

/// <summary>
/// Does work in batches, one after the other: whatever comes in while one is under way forms the next. So one that comes
/// alone goes at once, and under load round trips are shared. The order is kept.
/// </summary>
/// <param name="work">Does a batch, and says of each item what came of it, in their order.</param>
/// <param name="most">The most items in a batch.</param>
internal sealed class Lane<TItem, TResult>(
    Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> work, int most)
{
    private readonly Lock gate = new();
    private readonly Queue<Entry> waiting = new();
    private bool running;

    /// <summary>Hands an item in. Who gives up before its batch has begun takes it back.</summary>
    public Task<TResult> Add(TItem item, CancellationToken cancellationToken)
    {
        var entry = new Entry(item, cancellationToken);
        lock (gate)
        {
            waiting.Enqueue(entry);
            if (!running)
            {
                running = true;
                _ = Task.Run(WorkOff, CancellationToken.None);
            }
        }

        return cancellationToken.CanBeCanceled ? entry.Done.Task.WaitAsync(cancellationToken) : entry.Done.Task;
    }

    private async Task WorkOff()
    {
        while (NextBatch() is { Count: > 0 } batch)
        {
            if (await TryWork(batch) is { } failure)
                await FailOrWorkAlone(batch, failure);
        }
    }

    /// <summary>An outage concerns all; any other failure may be the fault of one, so that each is tried by itself.</summary>
    private async Task FailOrWorkAlone(List<Entry> batch, Exception failure)
    {
        var isAlone = batch.Count == 1 || failure is BrokerUnavailableException;
        foreach (var entry in batch)
        {
            if ((isAlone ? failure : await TryWork([entry])) is { } own)
                entry.Done.TrySetException(own);
        }
    }

    private async Task<Exception?> TryWork(List<Entry> batch)
    {
        try
        {
            var results = await work(batch.ConvertAll(entry => entry.Item));
            for (var index = 0; index < batch.Count; index++)
                batch[index].Done.TrySetResult(results[index]);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private List<Entry> NextBatch()
    {
        lock (gate)
        {
            var batch = new List<Entry>(Math.Min(most, waiting.Count));
            while (batch.Count < most && waiting.TryDequeue(out var entry))
            {
                if (!entry.GivenUp.IsCancellationRequested)
                    batch.Add(entry);
            }

            running = batch.Count > 0;
            return batch;
        }
    }

    private sealed class Entry(TItem item, CancellationToken givenUp)
    {
        public TItem Item => item;

        public CancellationToken GivenUp => givenUp;

        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

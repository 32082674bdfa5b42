using System.Runtime.ExceptionServices;

namespace Messaging.StateMachines;

/// <summary>
/// Does work in batches, one after the other: whatever comes in while one is under way forms the next. Who handed
/// something in waits until its batch is done. Of a batch that fails each is done by itself, so that one bad item costs
/// itself alone.
/// </summary>
internal sealed class BatchLane<T>(Func<IReadOnlyList<T>, CancellationToken, Task> commit, int most)
{
    private readonly Lock gate = new();
    private readonly Queue<Work> waiting = new();
    private bool running;

    /// <summary>Hands an item in. Done when it is committed.</summary>
    public Task Add(T item, CancellationToken cancellationToken)
    {
        var work = new Work(item, cancellationToken);
        lock (gate)
        {
            waiting.Enqueue(work);
            if (!running)
            {
                running = true;
                _ = Task.Run(WorkOff, CancellationToken.None);
            }
        }

        return work.Done.Task.WaitAsync(cancellationToken);
    }

    private async Task WorkOff()
    {
        while (NextBatch() is { Count: > 0 } batch)
        {
            try
            {
                // They all give up together, when the tracker stops; the first one's token will do for all.
                await commit(batch.ConvertAll(work => work.Item), batch[0].GivenUp);
                batch.ForEach(work => work.Done.TrySetResult());
            }
            catch (Exception exception)
            {
                foreach (var work in batch)
                    await CommitAlone(work, batch.Count == 1 ? exception : null);
            }
        }
    }

    private async Task CommitAlone(Work work, Exception? failed)
    {
        try
        {
            if (failed is not null)
                ExceptionDispatchInfo.Throw(failed);
            await commit([work.Item], work.GivenUp);
            work.Done.TrySetResult();
        }
        catch (Exception exception)
        {
            work.Done.TrySetException(exception);
        }
    }

    private List<Work> NextBatch()
    {
        lock (gate)
        {
            var batch = new List<Work>(Math.Min(most, waiting.Count));
            while (batch.Count < most && waiting.TryDequeue(out var work))
                batch.Add(work);

            running = batch.Count > 0;
            return batch;
        }
    }

    private sealed record Work(T Item, CancellationToken GivenUp)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

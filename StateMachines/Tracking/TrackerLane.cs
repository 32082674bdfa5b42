using System.Runtime.ExceptionServices;

namespace Messaging.StateMachines;

/// <summary>
/// Commits events one batch after the other.
/// <list type="number">
/// <item>Whoever consumed a message hands its events in and waits. Whatever came in while a transaction was under way
/// forms the next one: at low load there is no waiting, at high load the batches grow by themselves.</item>
/// <item>When much is coming in, a lane gathers for a moment before the next transaction: what a transaction costs is
/// then shared by more events, and a task's beginning and end more often written as one.</item>
/// <item>A message is settled after the commit only: a tracker that dies in between is replaced by one that does it all
/// again, to the same end.</item>
/// <item>A batch that fails is tried message by message, and a message task by task, so that one bad event costs one
/// task.</item>
/// </list>
/// </summary>
internal sealed class TrackerLane(BatchCommit commit, TimeProvider clock)
{
    private const int MostEvents = 4_000;

    /// <summary>After a batch of so many events more are likely to be on their way.</summary>
    private const int ManyEvents = 100;

    /// <summary>So many are worth a transaction at once.</summary>
    private const int EnoughEvents = 1_000;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private readonly Lock gate = new();
    private readonly Queue<Work> waiting = new();
    private int waitingEvents;
    private bool running;

    /// <summary>Applies events. Done when they are committed and those who waited are answered.</summary>
    public Task Track(IReadOnlyList<TrackedEvent> events, CancellationToken cancellationToken)
    {
        var work = new Work(events, cancellationToken);
        lock (gate)
        {
            waiting.Enqueue(work);
            waitingEvents += events.Count;
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
                await commit.Commit(batch.SelectMany(work => work.Events), StopWhenAllGaveUp(batch));
                batch.ForEach(work => work.Done.TrySetResult());
            }
            catch (Exception exception)
            {
                // One of them is at fault, or has given up. Each by itself, so that the others do not suffer for it.
                foreach (var work in batch)
                    await CommitAlone(work, batch.Count == 1 ? exception : null);
            }

            if (batch.Sum(work => work.Events.Count) >= ManyEvents && Volatile.Read(ref waitingEvents) < EnoughEvents)
                await Task.Delay(Moment, clock, CancellationToken.None);
        }
    }

    /// <summary>One message by itself; if that fails, task by task.</summary>
    private async Task CommitAlone(Work work, Exception? failed)
    {
        try
        {
            if (failed is null)
                await commit.Commit(work.Events, work.GivenUp);
            else
                await CommitTaskByTask(work, failed);
            work.Done.TrySetResult();
        }
        catch (Exception exception) when (failed is null && exception is not OperationCanceledException)
        {
            await CommitAlone(work, exception);
        }
        catch (Exception exception)
        {
            work.Done.TrySetException(exception);
        }
    }

    private async Task CommitTaskByTask(Work work, Exception failed)
    {
        var tasks = work.Events.GroupBy(tracked => tracked.TaskId).ToArray();
        if (tasks.Length == 1 || failed is OperationCanceledException)
            ExceptionDispatchInfo.Throw(failed);

        Exception? first = null;
        foreach (var task in tasks)
        {
            try
            {
                await commit.Commit(task, work.GivenUp);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                first ??= exception;
            }
        }

        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
    }

    private List<Work> NextBatch()
    {
        var batch = new List<Work>();
        lock (gate)
        {
            for (var events = 0; events < MostEvents && waiting.TryDequeue(out var work);)
            {
                batch.Add(work);
                events += work.Events.Count;
                waitingEvents -= work.Events.Count;
            }

            running = batch.Count > 0;
        }

        return batch;
    }

    /// <summary>They all give up together, when the tracker stops; the first one's token will do for all.</summary>
    private static CancellationToken StopWhenAllGaveUp(List<Work> batch) => batch[0].GivenUp;

    private sealed record Work(IReadOnlyList<TrackedEvent> Events, CancellationToken GivenUp)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

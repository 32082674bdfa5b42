using System.Runtime.ExceptionServices;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Brings events into the store.
/// <list type="number">
/// <item>Whoever consumed a message hands its events in and waits. Whatever came in while a transaction was under way
/// forms the next one: at low load there is no waiting, at high load the batches grow by themselves.</item>
/// <item>A batch is one load, the events raised on the state machine in memory, one save. Sagas that another tracker
/// wrote meanwhile are loaded again and get their events again; only those.</item>
/// <item>After the commit, those who wait for tasks that have ended are answered, and changes of state are published.
/// Only then is the message settled: a tracker that dies in between is replaced by one that does it all again, to the
/// same end.</item>
/// <item>While the store cannot be reached, the batch waits and tries again. Nothing is settled meanwhile.</item>
/// </list>
/// </summary>
internal sealed class TaskTracker(
    ITaskStore store,
    TaskStateMachine machine,
    WaiterReplies replies,
    TimeProvider clock,
    ILogger<TaskTracker> logger,
    StatePublisher? publisher = null)
{
    private const int MostEvents = 4_000;

    /// <summary>
    /// Every race that is lost, another tracker has won; so this ends. After some, it is made less likely.
    /// </summary>
    private const int MostRacesAtOnce = 3;

    private readonly Lock gate = new();
    private readonly Queue<Work> waiting = new();
    private bool running;

    /// <summary>Applies events. Done when they are committed and those who waited are answered.</summary>
    public Task Track(IReadOnlyList<TrackedEvent> events, CancellationToken cancellationToken)
    {
        var work = new Work(events, cancellationToken);
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
                await Commit(batch.SelectMany(work => work.Events), StopWhenAllGaveUp(batch));
                batch.ForEach(work => work.Done.TrySetResult());
            }
            catch (Exception exception)
            {
                // One of them is at fault, or has given up. Each by itself, so that the others do not suffer for it.
                foreach (var work in batch)
                    await CommitAlone(work, batch.Count == 1 ? exception : null);
            }
        }
    }

    /// <summary>One message by itself; if that fails, task by task, so that one bad event costs one task.</summary>
    private async Task CommitAlone(Work work, Exception? failed)
    {
        try
        {
            if (failed is null)
                await Commit(work.Events, work.GivenUp);
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
                await Commit(task, work.GivenUp);
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
            }

            running = batch.Count > 0;
        }

        return batch;
    }

    /// <summary>They all give up together, when the tracker stops; the first one's token will do for all.</summary>
    private static CancellationToken StopWhenAllGaveUp(List<Work> batch) => batch[0].GivenUp;

    private async Task Commit(IEnumerable<TrackedEvent> events, CancellationToken cancellationToken)
    {
        var left = events.ToLookup(tracked => tracked.TaskId);
        var toApply = left.Select(task => task.Key).ToHashSet();

        for (var races = 0; toApply.Count > 0; races++)
        {
            if (races > MostRacesAtOnce)
                await Task.Delay(Random.Shared.Next(1, 50), cancellationToken);

            var sagas = await UntilAvailable(token => store.Load(toApply, token), cancellationToken);
            var changed = await Apply(left, toApply, sagas);
            var lost = await UntilAvailable(token => store.Save(changed, token), cancellationToken);

            changed.RemoveAll(saga => lost.Contains(saga.CorrelationId));
            await replies.Answer(changed, cancellationToken);
            if (publisher is not null)
                await publisher.Publish(changed, left, cancellationToken);
            toApply.IntersectWith(lost);
        }
    }

    private async Task<List<TaskSaga>> Apply(
        ILookup<Guid, TrackedEvent> events, HashSet<Guid> taskIds, IReadOnlyList<TaskSaga> stored)
    {
        var known = stored.ToDictionary(saga => saga.CorrelationId);
        var changed = new List<TaskSaga>(taskIds.Count);
        foreach (var taskId in taskIds)
        {
            if (!known.TryGetValue(taskId, out var saga))
                saga = new TaskSaga { CorrelationId = taskId };

            foreach (var tracked in events[taskId])
                await tracked.Raise(machine, saga);
            changed.Add(saga);
        }

        return changed;
    }

    private async Task<T> UntilAvailable<T>(Func<CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromMilliseconds(100);
        for (var failures = 0; ; failures++)
        {
            try
            {
                var result = await use(cancellationToken);
                if (failures > 0)
                    TrackerLog.StoreIsBack(logger);
                return result;
            }
            catch (Exception exception) when (exception is TaskStoreUnavailableException or TaskStoreRefusedException)
            {
                if (failures == 0)
                    TrackerLog.StoreIsAway(logger, exception.Message);
            }

            await Task.Delay(wait, clock, cancellationToken);
            wait = wait.TotalSeconds < 2 ? 2 * wait : wait;
        }
    }

    private sealed record Work(IReadOnlyList<TrackedEvent> Events, CancellationToken GivenUp)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

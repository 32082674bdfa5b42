using System.Collections.Concurrent;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Which of the tasks in memory may go, those that ended first to the front, so that nobody looks through all of them.
/// An entry is made whenever a task's end changes; one that does not fit its task any more is passed over.
/// </summary>
internal sealed class EndedTasks
{
    private const int MostTasks = 1_000_000;

    private readonly PriorityQueue<Guid, DateTimeOffset> results = new();
    private readonly PriorityQueue<Guid, DateTimeOffset> failures = new();
    private readonly HashSet<Guid> unknown = [];

    /// <summary>Takes note of a task that was written.</summary>
    public void Note(TaskSaga saga, TaskSaga? before)
    {
        var state = TaskVerdict.StateOf(saga);
        if (state == TaskState.Unknown)
            unknown.Add(saga.CorrelationId);
        else if (before is not null)
            unknown.Remove(saga.CorrelationId);

        var isNew = before is null || before.FinishedAt != saga.FinishedAt || TaskVerdict.StateOf(before) != state;
        if (isNew && saga.FinishedAt is { } finishedAt)
            QueueOf(state).Enqueue(saga.CorrelationId, finishedAt);
    }

    /// <summary>Takes out those whose time is up.</summary>
    public List<Guid> TakeExpired(
        ConcurrentDictionary<Guid, TaskSaga> sagas, TaskExpiry expiry, DateTimeOffset now)
    {
        var expired = unknown
            .Where(taskId => !sagas.TryGetValue(taskId, out var saga) || IsForgotten(saga, expiry, now))
            .ToList();
        unknown.ExceptWith(expired);
        Take(results, now - expiry.Results);
        Take(failures, now - expiry.Failures);
        return expired;

        void Take(PriorityQueue<Guid, DateTimeOffset> queue, DateTimeOffset before)
        {
            while (queue.TryPeek(out var taskId, out var finishedAt) && finishedAt < before)
            {
                queue.Dequeue();
                if (sagas.TryGetValue(taskId, out var saga) && saga.FinishedAt == finishedAt
                    && QueueOf(TaskVerdict.StateOf(saga)) == queue)
                {
                    expired.Add(taskId);
                }
            }
        }
    }

    /// <summary>Takes out the one that ended first, while there are too many.</summary>
    public bool TakeOldestOfTooMany(out Guid taskId)
    {
        taskId = default;
        if (results.Count + failures.Count <= MostTasks)
            return false;

        var hasResult = results.TryPeek(out _, out var result);
        var hasFailure = failures.TryPeek(out _, out var failure);
        taskId = (!hasFailure || (hasResult && result <= failure) ? results : failures).Dequeue();
        return true;
    }

    private static bool IsForgotten(TaskSaga saga, TaskExpiry expiry, DateTimeOffset now) =>
        !(saga.RevokeRequestedAt >= now - expiry.Results) && saga.Waiters.TrueForAll(waiter => waiter.Until <= now);

    private PriorityQueue<Guid, DateTimeOffset> QueueOf(TaskState state) =>
        state == TaskState.Failed ? failures : results;
}

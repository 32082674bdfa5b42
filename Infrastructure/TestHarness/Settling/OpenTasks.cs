using System.Collections.Concurrent;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.TestHarness;

/// <summary>The tasks that have not ended, as far as the test can know of them, and where each of them is.</summary>
internal sealed class OpenTasks(ITaskStore tasks, IScheduledMessageStore schedule, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, TaskExecution?> open = new();

    public void Add(Guid taskId) => open.TryAdd(taskId, null);

    /// <summary>The task's consumer is about to be called.</summary>
    public void Started(Guid taskId, TaskExecution execution) => open[taskId] = execution;

    public void Remove(Guid taskId) => open.TryRemove(taskId, out _);

    /// <summary>Looks where they are; those that have ended are forgotten.</summary>
    public async Task<IReadOnlyList<OpenTask>> Look(CancellationToken cancellationToken)
    {
        var ids = open.Keys.ToArray();
        if (ids.Length == 0)
            return [];

        var found = (await tasks.Load(ids, cancellationToken)).ToDictionary(saga => saga.CorrelationId);
        var query = new ListScheduled { PageSize = int.MaxValue };
        var waiting = (await schedule.List(query, after: null, cancellationToken)).ToLookup(item => item.Id);

        var left = new List<OpenTask>();
        foreach (var id in ids)
        {
            var saga = found.GetValueOrDefault(id);
            if (saga?.FinishedAt is not null && !waiting.Contains(id))
                Remove(id);
            else
                left.Add(new OpenTask(id, saga?.Name, StateOf(saga), DueOf(saga, waiting[id]), IsConsuming(id)));
        }

        return left;
    }

    /// <summary>
    /// When its next attempt is sent, if that is all there is left to wait for: of one that fails at once again the tracker
    /// may not have heard yet, while the one after it waits already.
    /// </summary>
    private DateTimeOffset? DueOf(TaskSaga? saga, IEnumerable<ScheduledItem> waiting)
    {
        // Of a task that a limit holds back nothing is told before it starts.
        if (saga is null || StateOf(saga) is not (TaskState.Pending or TaskState.Scheduled or TaskState.Retrying))
            return null;

        var now = clock.GetUtcNow();
        return waiting.FirstOrDefault(item => item.Attempt == saga.Attempt + 1 && item.TryAt > now)?.TryAt;
    }

    private bool IsConsuming(Guid taskId) => open.GetValueOrDefault(taskId) is { IsConsuming: true };

    private static TaskState StateOf(TaskSaga? saga) =>
        Enum.TryParse<TaskState>(saga?.CurrentState, out var state) ? state : TaskState.Unknown;
}

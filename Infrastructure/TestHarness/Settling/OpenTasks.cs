using System.Collections.Concurrent;
using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.TestHarness;

/// <summary>The tasks that have not ended, as far as the test can know of them, and where each of them is.</summary>
internal sealed class OpenTasks(ITaskStore tasks, IScheduledMessageStore schedule, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, bool> open = new();

    public void Add(Guid taskId) => open[taskId] = true;

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
        var now = clock.GetUtcNow();

        var left = new List<OpenTask>();
        foreach (var id in ids)
        {
            var saga = found.GetValueOrDefault(id);
            var due = waiting[id].Select(item => (DateTimeOffset?)item.TryAt).Min();
            if (saga?.FinishedAt is not null && due is null)
                Remove(id);
            else
                left.Add(new OpenTask(id, saga?.Name, StateOf(saga), due > now ? due : null));
        }

        return left;
    }

    private static TaskState StateOf(TaskSaga? saga) =>
        Enum.TryParse<TaskState>(saga?.CurrentState, out var state) ? state : TaskState.Unknown;
}

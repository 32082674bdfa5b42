using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Answers questions about sagas in memory by going through all of them.</summary>
internal static class InMemoryQueries
{
    public static FoundTasks List(IEnumerable<TaskSaga> sagas, ListTasks query, Guid? before)
    {
        var match = new TaskFilterMatch(query.Filter);
        var found = sagas
            .Where(saga => (before is null || saga.CorrelationId < before) && match.Fits(saga))
            .OrderByDescending(saga => saga.CorrelationId)
            .Take(query.PageSize + 1)
            .ToArray();

        var tasks = Array.ConvertAll(
            found[..Math.Min(found.Length, query.PageSize)], saga => TaskSummaryOf.Saga(saga, query.PreviewLength));
        return new FoundTasks
        {
            Tasks = tasks,
            GoOnBefore = found.Length > tasks.Length ? tasks[^1].TaskId : null,
        };
    }

    public static TaskCounts Count(IEnumerable<TaskSaga> sagas, TaskFilter filter, CountBy by)
    {
        var match = new TaskFilterMatch(filter);
        return TaskCountsOf.Groups(sagas
            .Where(match.Fits)
            .GroupBy(saga => (Name: by == CountBy.NameAndState ? saga.Name : null, State: TaskVerdict.StateOf(saga)))
            .Select(group => (group.Key.Name, group.Key.State.ToString(), group.LongCount())), by);
    }

    public static TaskBacklog Backlog(IEnumerable<TaskSaga> sagas, string? queue, DateTimeOffset now)
    {
        var open = new TaskFilterMatch(new TaskFilter { Queue = queue, States = TaskStates.Open });
        return new TaskBacklog
        {
            Queues =
            [
                .. sagas
                    .Where(open.Fits)
                    .GroupBy(saga => saga.Queue, StringComparer.Ordinal)
                    .Select(group => OfQueue(group.Key, group, now))
                    .OrderBy(backlog => backlog.Queue, StringComparer.Ordinal),
            ],
        };
    }

    private static QueueBacklog OfQueue(string? queue, IEnumerable<TaskSaga> sagas, DateTimeOffset now)
    {
        var byState = sagas.ToLookup(saga => TaskVerdict.StateOf(saga) switch
        {
            TaskState.Started => TaskState.Started,
            TaskState.Retrying => TaskState.Scheduled,
            TaskState.Scheduled when saga.Eta > now => TaskState.Scheduled,
            _ => TaskState.Pending,
        });
        var oldest = byState[TaskState.Pending]
            .Where(saga => WaitsSince(saga) is not null)
            .MinBy(saga => (WaitsSince(saga), saga.CorrelationId));

        return new QueueBacklog
        {
            Queue = queue,
            Waiting = byState[TaskState.Pending].LongCount(),
            Running = byState[TaskState.Started].LongCount(),
            Later = byState[TaskState.Scheduled].LongCount(),
            OldestSince = oldest is null ? null : WaitsSince(oldest),
            OldestTaskId = oldest?.CorrelationId,
        };
    }

    /// <summary>When it was sent or, if that is later, its time came.</summary>
    private static DateTimeOffset? WaitsSince(TaskSaga saga) =>
        saga.SubmittedAt > saga.Eta ? saga.SubmittedAt : saga.Eta ?? saga.SubmittedAt;
}

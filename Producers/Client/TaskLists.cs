using System.Runtime.CompilerServices;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Asks the trackers about many tasks at once. What is not allowed is said here, before anything is sent.</summary>
internal sealed class TaskLists(TrackerQueries queries)
{
    /// <summary>Tasks a page for those who go through all of them.</summary>
    public const int PageSize = 500;

    public IAsyncEnumerable<TaskSummary> All(ListTasks query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        TaskQueryException.ThrowIfAny(QueryRules.Faults(query), query);
        return Follow(query, cancellationToken);
    }

    public Task<TaskPage> Page(ListTasks query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        TaskQueryException.ThrowIfAny(QueryRules.Faults(query), query);
        return queries.Ask<ListTasks, TaskPage>(query, cancellationToken);
    }

    public Task<TaskCounts> Count(CountTasks query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        TaskQueryException.ThrowIfAny(QueryRules.Faults(query), query);
        return queries.Ask<CountTasks, TaskCounts>(query, cancellationToken);
    }

    public Task<TaskBacklog> Backlog(string? queue, CancellationToken cancellationToken) =>
        queries.Ask<GetBacklog, TaskBacklog>(new GetBacklog { Queue = queue }, cancellationToken);

    public IAsyncEnumerable<ScheduledItem> Scheduled(ListScheduled query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        TaskQueryException.ThrowIfAny(QueryRules.Faults(query), query);
        return Follow(query, cancellationToken);
    }

    public Task<ScheduledCounts> CountScheduled(CountScheduled query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return queries.Ask<CountScheduled, ScheduledCounts>(query, cancellationToken);
    }

    private async IAsyncEnumerable<ScheduledItem> Follow(
        ListScheduled query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = query; next is not null;)
        {
            var page = await queries.Ask<ListScheduled, ScheduledPage>(next, cancellationToken);
            foreach (var item in page.Items)
                yield return item;

            next = page.NextCursor is null ? null : query with { Cursor = page.NextCursor };
        }
    }

    private async IAsyncEnumerable<TaskSummary> Follow(
        ListTasks query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = query;
        while (true)
        {
            var page = await queries.Ask<ListTasks, TaskPage>(next, cancellationToken);
            foreach (var task in page.Tasks)
                yield return task;

            if (page.NextCursor is null)
                yield break;
            next = query with { Cursor = page.NextCursor };
        }
    }
}

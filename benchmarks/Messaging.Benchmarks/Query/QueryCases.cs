using Messaging.Contracts;

namespace Messaging.Benchmarks;

/// <summary>The questions whose answers are timed.</summary>
internal static class QueryCases
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly CountTasks ByName = new() { By = CountBy.NameAndState };

    /// <summary>All of them.</summary>
    /// <param name="tasks">Tasks to ask for.</param>
    public static IReadOnlyList<QueryCase> All(PickedTasks tasks) =>
    [
        new("status", (client, time, token) => client.Get(tasks.Id(time)).GetStatus(token)),
        .. Lists(tasks),
        .. Counts(tasks),
        new("backlog", (client, _, token) => client.GetBacklog(cancellationToken: token)),
    ];

    private static IEnumerable<QueryCase> Lists(PickedTasks tasks) =>
    [
        List("list", _ => new TaskFilter()),
        List("list_failed", _ => new TaskFilter { States = [TaskState.Failed] }),
        List("list_running", _ => new TaskFilter { States = [TaskState.Started] }),
        List("list_name", time => new TaskFilter { Name = $"company.product.task-{time % 20:00}" }),
        List("list_queue", time => new TaskFilter { Queue = $"queue-{time % 5}" }),
        List("list_worker", time => new TaskFilter { Worker = $"worker-{time % 10}@host" }),
        List("list_tree", time => new TaskFilter { RootId = tasks.Root(time) }),
        List("list_children", time => new TaskFilter { ParentId = tasks.Root(time) }),
        List("list_hour", time => new TaskFilter { From = tasks.Ago(time) - Hour, To = tasks.Ago(time) }),
        List("list_name_failed", time => new TaskFilter
        {
            States = [TaskState.Failed],
            Name = $"company.product.task-{time % 20:00}",
        }),
        List("list_text", time => new TaskFilter { Text = $"customer-{time}" }),
    ];

    private static IEnumerable<QueryCase> Counts(PickedTasks tasks) =>
    [
        Count("count", _ => new CountTasks()),
        Count("count_by_name", _ => ByName),
        Count("count_name", time => new CountTasks { Name = $"company.product.task-{time % 20:00}" }),
        Count("count_hour", _ => new CountTasks { Filter = new TaskFilter { From = tasks.Newest - Hour } }),
        Count("count_hour_by_name", _ => ByName with { Filter = new TaskFilter { From = tasks.Newest - Hour } }),
        Count("count_tree", time => new CountTasks { RootId = tasks.Root(time) }),
    ];

    /// <summary>The first page, with some of arguments and result, as a dashboard shows it.</summary>
    private static QueryCase List(string name, Func<int, TaskFilter> filter) => new(
        name,
        (client, time, token) => client.ListPage(new ListTasks { Filter = filter(time), PreviewLength = 100 }, token));

    private static QueryCase Count(string name, Func<int, CountTasks> query) =>
        new(name, (client, time, token) => client.Count(query(time), token));
}

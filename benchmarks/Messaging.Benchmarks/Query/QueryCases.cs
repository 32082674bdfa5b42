using Messaging.Contracts;

namespace Messaging.Benchmarks;

/// <summary>The questions whose answers are timed.</summary>
internal static class QueryCases
{
    /// <summary>All of them.</summary>
    /// <param name="ids">Tasks to ask for.</param>
    /// <param name="roots">Roots of trees to ask for.</param>
    public static IReadOnlyList<QueryCase> All(Guid[] ids, Guid[] roots) =>
    [
        new("status", (client, time, token) => client.Get(ids[time % ids.Length]).GetStatus(token)),
        new("count", (client, _, token) => client.Count(new CountTasks(), token)),
        new("count_tree", (client, time, token) =>
            client.Count(new CountTasks { RootId = roots[time % roots.Length] }, token)),
        new("count_name", (client, _, token) =>
            client.Count(new CountTasks { Name = "company.product.task-07" }, token)),
    ];
}

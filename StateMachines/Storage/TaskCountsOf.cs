using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Puts counts of groups of tasks together.</summary>
internal static class TaskCountsOf
{
    public static TaskCounts Groups(IEnumerable<(string? Name, string State, long Count)> groups, CountBy by)
    {
        var all = groups.ToArray();
        return new TaskCounts
        {
            States = States(all),
            Names = by == CountBy.State
                ? []
                :
                [
                    .. all
                        .GroupBy(group => group.Name, StringComparer.Ordinal)
                        .OrderBy(group => group.Key, StringComparer.Ordinal)
                        .Select(group => new TaskNameCounts
                        {
                            Name = group.Key,
                            Total = group.Sum(part => part.Count),
                            States = States(group),
                        }),
                ],
        };
    }

    private static Dictionary<string, long> States(IEnumerable<(string? Name, string State, long Count)> groups) =>
        groups
            .GroupBy(group => group.State, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(part => part.Count), StringComparer.Ordinal);
}

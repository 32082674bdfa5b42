namespace Messaging.Contracts;

/// <summary>How many tasks there are per state.</summary>
public sealed record TaskCounts
{
    /// <summary>Number of tasks by state name; states without tasks are left out.</summary>
    public required IReadOnlyDictionary<string, long> States { get; init; }

    /// <summary>
    /// The same for each task name, in the order of the names; empty unless <see cref="CountBy.NameAndState"/> was asked
    /// for.
    /// </summary>
    public IReadOnlyList<TaskNameCounts> Names { get; init; } = [];
}

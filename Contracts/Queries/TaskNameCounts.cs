namespace Messaging.Contracts;

/// <summary>How many tasks of one name there are per state.</summary>
public sealed record TaskNameCounts
{
    /// <summary>The name; <c>null</c> for tasks whose name is not known.</summary>
    public required string? Name { get; init; }

    /// <summary>Number of tasks of all states.</summary>
    public required long Total { get; init; }

    /// <summary>Number of tasks by state name; states without tasks are left out.</summary>
    public required IReadOnlyDictionary<string, long> States { get; init; }
}

namespace Messaging.Contracts;

/// <summary>How many tasks there are per state.</summary>
public sealed record TaskCounts
{
    /// <summary>Number of tasks by state name; states without tasks are left out.</summary>
    public required IReadOnlyDictionary<string, long> States { get; init; }
}

namespace Messaging.Contracts;

/// <summary>How much waits in the scheduler.</summary>
public sealed record ScheduledCounts
{
    /// <summary>One for each queue and task of which anything waits; by queue, then name.</summary>
    public required IReadOnlyList<ScheduledCount> Counts { get; init; }
}

namespace Messaging.Contracts;

/// <summary>Asks how much waits in the scheduler, per queue and task. Answered by
/// <see cref="ScheduledCounts"/>.</summary>
public sealed record CountScheduled
{
    /// <summary>Only what goes to this queue, its prefix included; <c>null</c> for all.</summary>
    public string? Queue { get; init; }

    /// <summary>Only tasks of this name; <c>null</c> for all, and for messages that are no tasks.</summary>
    public string? Name { get; init; }

    /// <summary>Only what is due before this time; <c>null</c> for all.</summary>
    public DateTimeOffset? DueBefore { get; init; }
}

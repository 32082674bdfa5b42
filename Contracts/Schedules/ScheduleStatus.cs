namespace Messaging.Contracts;

/// <summary>All that the trackers know of a schedule.</summary>
public sealed record ScheduleStatus
{
    /// <summary>Its definition.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>Whether it is paused.</summary>
    public bool Paused { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its definition was changed last; at first, when it was created.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>
    /// The next due times, five at most and without jitter. Empty if the schedule is paused or never due again.
    /// </summary>
    public IReadOnlyList<DateTimeOffset> NextRuns { get; init; } = [];

    /// <summary>The latest due time that was dealt with, whether its run was sent or left out.</summary>
    public DateTimeOffset? LastDue { get; init; }

    /// <summary>The last runs that were sent, ten at most, latest first.</summary>
    public IReadOnlyList<ScheduleRun> LastRuns { get; init; } = [];

    /// <summary>Number of runs that were sent.</summary>
    public long RunCount { get; init; }

    /// <summary>Number of runs left out because the one before was still going.</summary>
    public long SkippedCount { get; init; }

    /// <summary>
    /// Number of runs left out because they could not be sent in time. Counted up to 100,000 for each time that
    /// everything was down.
    /// </summary>
    public long MissedCount { get; init; }
}

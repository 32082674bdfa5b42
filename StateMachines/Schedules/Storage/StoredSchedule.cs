using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>A schedule as a store keeps it. All times are whole microseconds.</summary>
public sealed record StoredSchedule
{
    /// <summary>The definition in force.</summary>
    public required Schedule Definition { get; init; }

    /// <summary>
    /// The definition that code declared last; <c>null</c> if none ever did. Differs from the one in force if that was
    /// changed at run time.
    /// </summary>
    public Schedule? Declared { get; init; }

    /// <summary>Whether it is paused.</summary>
    public bool Paused { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its definition was changed last.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The next due time; <c>null</c> if it is paused or never due again.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>
    /// When a runner looks at it next: at its next due time and jitter, or later if a run could not be sent. What runners
    /// search for. <c>null</c> if <see cref="NextDue"/> is.
    /// </summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The latest due time that was dealt with.</summary>
    public DateTimeOffset? LastDue { get; init; }

    /// <summary>The last runs, ten at most, latest first, without the states of their tasks.</summary>
    public IReadOnlyList<ScheduleRun> Runs { get; init; } = [];

    /// <summary>Number of runs that were sent.</summary>
    public long RunCount { get; init; }

    /// <summary>Number of runs left out because the one before was still going.</summary>
    public long SkippedCount { get; init; }

    /// <summary>Number of runs left out because they could not be sent in time.</summary>
    public long MissedCount { get; init; }
}

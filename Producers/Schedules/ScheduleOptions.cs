using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>How the runs of a periodic task are sent.</summary>
public sealed record ScheduleOptions
{
    /// <summary>
    /// Queue that runs are sent to. Default: by the routes of the process that makes the schedule, else <c>default</c>.
    /// <c>Messaging:Prefix</c> is added to it.
    /// </summary>
    public string? Queue { get; init; }

    /// <inheritdoc cref="Schedule.Priority"/>
    public byte? Priority { get; init; }

    /// <inheritdoc cref="Schedule.MaxRetries"/>
    public int? MaxRetries { get; init; }

    /// <inheritdoc cref="Schedule.SoftTimeLimit"/>
    public TimeSpan? SoftTimeLimit { get; init; }

    /// <inheritdoc cref="Schedule.TimeLimit"/>
    public TimeSpan? TimeLimit { get; init; }

    /// <inheritdoc cref="Schedule.IgnoreResult"/>
    public bool IgnoreResult { get; init; }

    /// <summary>Further message headers. Names that begin with <c>Task-</c> or <c>MT-</c> are refused.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <inheritdoc cref="Schedule.ExpiresAfter"/>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <inheritdoc cref="Schedule.Deadline"/>
    public TimeSpan? Deadline { get; init; }

    /// <inheritdoc cref="Schedule.Overlap"/>
    public ScheduleOverlap Overlap { get; init; }

    /// <inheritdoc cref="Schedule.Jitter"/>
    public TimeSpan Jitter { get; init; }

    internal static ScheduleOptions Default { get; } = new();
}

namespace Messaging.Contracts;

/// <summary>A run of a schedule that was sent.</summary>
public sealed record ScheduleRun
{
    /// <summary>Id of its task.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>When it was due.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>
    /// How far its task is, by what the trackers know: <c>Unknown</c> if that is nothing yet, or nothing any more.
    /// </summary>
    public TaskState State { get; init; }
}

namespace Messaging.StateMachines;

/// <summary>What a change has made of a schedule.</summary>
public sealed record ScheduleChange
{
    /// <summary>As it was; <c>null</c> if there was none.</summary>
    public required StoredSchedule? Before { get; init; }

    /// <summary>As it is; <c>null</c> if there is none any more.</summary>
    public required StoredSchedule? After { get; init; }
}

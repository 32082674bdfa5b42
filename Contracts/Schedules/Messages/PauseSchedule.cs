namespace Messaging.Contracts;

/// <summary>
/// Pauses a schedule: no run is sent until it is resumed. Answered by <see cref="ScheduleStatus"/>. A schedule that is
/// paused already stays so.
/// </summary>
public sealed record PauseSchedule
{
    /// <summary>The schedule's name.</summary>
    public required string Name { get; init; }
}

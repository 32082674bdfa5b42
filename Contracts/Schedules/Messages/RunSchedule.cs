namespace Messaging.Contracts;

/// <summary>
/// Sends a run of a schedule now, whether it is paused, due or overlapping. Its next due time does not move. Answered by
/// <see cref="ScheduleStatus"/>, with the run in it.
/// </summary>
public sealed record RunSchedule
{
    /// <summary>The schedule's name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Id of the run's task, chosen by whoever asks: a version 7 UUID. The same question asked twice is one run.
    /// </summary>
    public required Guid TaskId { get; init; }
}

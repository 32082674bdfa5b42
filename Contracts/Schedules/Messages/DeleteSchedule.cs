namespace Messaging.Contracts;

/// <summary>
/// Deletes a schedule. Answered by <see cref="ScheduleStatus"/>, as it was. Tasks that were sent go on.
/// </summary>
public sealed record DeleteSchedule
{
    /// <summary>The schedule's name.</summary>
    public required string Name { get; init; }
}

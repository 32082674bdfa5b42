namespace Messaging.Contracts;

/// <summary>Asks for one schedule. Answered by <see cref="ScheduleStatus"/>.</summary>
public sealed record GetSchedule
{
    /// <summary>The schedule's name.</summary>
    public required string Name { get; init; }
}

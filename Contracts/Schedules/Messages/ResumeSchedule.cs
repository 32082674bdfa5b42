namespace Messaging.Contracts;

/// <summary>
/// Lets a paused schedule go on with the first due time from now. Answered by <see cref="ScheduleStatus"/>. What was due
/// during the pause is not made up for, and not counted.
/// </summary>
public sealed record ResumeSchedule
{
    /// <summary>The schedule's name.</summary>
    public required string Name { get; init; }
}

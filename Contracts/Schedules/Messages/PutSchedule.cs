namespace Messaging.Contracts;

/// <summary>
/// Creates a schedule, or changes the one of the same name. Answered by <see cref="ScheduleStatus"/>. A definition that
/// is there already is left alone, so that its next due time does not move, and a pause outlasts every change.
/// <para>
/// With <see cref="ScheduleOrigin.Code"/> it also is left alone if code has declared the same before: what was changed at
/// run time since then stays until the code itself says something else.
/// </para>
/// </summary>
public sealed record PutSchedule
{
    /// <summary>The definition.</summary>
    public required Schedule Schedule { get; init; }
}

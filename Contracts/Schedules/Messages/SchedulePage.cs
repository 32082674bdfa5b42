namespace Messaging.Contracts;

/// <summary>Some schedules, in the order of their names.</summary>
public sealed record SchedulePage
{
    /// <summary>The schedules.</summary>
    public required IReadOnlyList<ScheduleStatus> Schedules { get; init; }

    /// <summary>Goes into <see cref="ListSchedules.Cursor"/> for the next page; <c>null</c> at the end.</summary>
    public string? NextCursor { get; init; }
}

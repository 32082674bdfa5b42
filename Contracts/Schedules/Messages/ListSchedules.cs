namespace Messaging.Contracts;

/// <summary>Asks for schedules, in the order of their names. Answered by <see cref="SchedulePage"/>.</summary>
public sealed record ListSchedules
{
    /// <summary>Only schedules of this task; <c>null</c> for all.</summary>
    public string? TaskName { get; init; }

    /// <summary>So many schedules at most. Default 50; 1 to 500.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>Where to go on: <see cref="SchedulePage.NextCursor"/> of the page before; <c>null</c> to begin.</summary>
    public string? Cursor { get; init; }
}

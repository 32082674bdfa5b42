namespace Messaging.Contracts;

/// <summary>
/// Asks for what waits in the scheduler: tasks for later, retries, and messages that are no tasks. The next due first.
/// Answered by <see cref="ScheduledPage"/>.
/// </summary>
public sealed record ListScheduled
{
    /// <summary>Only what goes to this queue, its prefix included; <c>null</c> for all.</summary>
    public string? Queue { get; init; }

    /// <summary>Only tasks of this name; <c>null</c> for all, and for messages that are no tasks.</summary>
    public string? Name { get; init; }

    /// <summary>Only what is due before this time; <c>null</c> for all.</summary>
    public DateTimeOffset? DueBefore { get; init; }

    /// <summary>So many at most. Default 50; 1 to 1,000.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>
    /// Where to go on: <see cref="ScheduledPage.NextCursor"/> of the page before; <c>null</c> to begin.
    /// </summary>
    public string? Cursor { get; init; }
}

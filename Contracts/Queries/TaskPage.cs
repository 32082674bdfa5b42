namespace Messaging.Contracts;

/// <summary>Some tasks, newest first.</summary>
public sealed record TaskPage
{
    /// <summary>
    /// The tasks. They may be fewer than were asked for, or none, although more follow: a tracker looks through so many
    /// tasks for one page and no further.
    /// </summary>
    public required IReadOnlyList<TaskSummary> Tasks { get; init; }

    /// <summary>Goes into <see cref="ListTasks.Cursor"/> for the next page; <c>null</c> at the end.</summary>
    public string? NextCursor { get; init; }
}

namespace Messaging.Contracts;

/// <summary>
/// Asks for tasks, newest first: by id, descending, and ids of version 7 begin with their time. Answered by
/// <see cref="TaskPage"/>.
/// </summary>
public sealed record ListTasks
{
    /// <summary>Which tasks. Default: all.</summary>
    public TaskFilter Filter { get; init; } = new();

    /// <summary>So many tasks at most. Default 50; 1 to 1,000.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>Where to go on: <see cref="TaskPage.NextCursor"/> of the page before; <c>null</c> to begin.</summary>
    public string? Cursor { get; init; }

    /// <summary>
    /// How many characters of arguments and result to show. Default 0: neither is shown; at most 1,000.
    /// </summary>
    public int PreviewLength { get; init; }
}

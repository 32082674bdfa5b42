namespace Messaging.Contracts;

/// <summary>Asks for dead letters, the newest first. Answered by <see cref="DeadLetterPage"/>.</summary>
public sealed record ListDeadLetters
{
    /// <summary>Which ones. Default: all.</summary>
    public DeadLetterFilter Filter { get; init; } = new();

    /// <summary>So many at most. Default 50; 1 to 1,000.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>
    /// Where to go on: <see cref="DeadLetterPage.NextCursor"/> of the page before; <c>null</c> to begin.
    /// </summary>
    public string? Cursor { get; init; }
}

namespace Messaging.Contracts;

/// <summary>
/// What is revoked at the moment, or a page of that: rules come first, then tasks, the latest in front.
/// </summary>
public sealed record RevokedTasks
{
    /// <summary>
    /// The revocations of tasks that have not ended. At most the latest 100,000, and some thousand on one page.
    /// </summary>
    public required IReadOnlyList<RevokeTask> Tasks { get; init; }

    /// <summary>The rules that are kept, the latest first. At most the latest 10,000.</summary>
    public IReadOnlyList<RevocationRule> Rules { get; init; } = [];

    /// <summary>Goes into <see cref="GetRevokedTasks.Cursor"/> for the next page; <c>null</c> at the end.</summary>
    public string? NextCursor { get; init; }
}

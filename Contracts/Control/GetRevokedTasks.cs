namespace Messaging.Contracts;

/// <summary>
/// A question to a tracker: which revocations are still open? A worker asks on every (re)connection, so that it knows
/// those too for which it was not there at the time. Answered by <see cref="RevokedTasks"/>.
/// </summary>
public sealed record GetRevokedTasks
{
    /// <summary>Name of the worker that asks; <c>null</c> for anybody else.</summary>
    public string? Worker { get; init; }

    /// <summary>
    /// Where to go on: <see cref="RevokedTasks.NextCursor"/> of the page before; <c>null</c> to begin.
    /// </summary>
    public string? Cursor { get; init; }
}

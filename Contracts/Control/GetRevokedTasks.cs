namespace Messaging.Contracts;

/// <summary>
/// A worker's question to a tracker, on every (re)connection: which revocations are still open? Answered by
/// <see cref="RevokedTasks"/>, so that a worker which was not there at the time knows them too.
/// </summary>
public sealed record GetRevokedTasks
{
    /// <summary>Name of the worker that asks.</summary>
    public required string Worker { get; init; }
}

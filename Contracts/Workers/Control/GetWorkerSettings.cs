namespace Messaging.Contracts;

/// <summary>
/// A worker's question to a tracker, on every (re)connection: what was it told for good? Answered by
/// <see cref="WorkerSettings"/>.
/// </summary>
public sealed record GetWorkerSettings
{
    /// <summary>Name of the worker that asks.</summary>
    public required string Worker { get; init; }
}

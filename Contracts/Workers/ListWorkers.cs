namespace Messaging.Contracts;

/// <summary>Asks a tracker for all workers that it knows. Answered by <see cref="WorkerList"/>.</summary>
public sealed record ListWorkers
{
    /// <summary>Only workers in this state; <c>null</c> for all.</summary>
    public WorkerState? State { get; init; }
}

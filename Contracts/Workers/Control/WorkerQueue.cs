namespace Messaging.Contracts;

/// <summary>A queue that a worker reads, or has read.</summary>
public sealed record WorkerQueue
{
    /// <summary>Its name, with its prefix.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the worker takes tasks from it.</summary>
    public required WorkerQueueState State { get; init; }
}

namespace Messaging.Contracts;

/// <summary>The workers that the trackers know, by name.</summary>
public sealed record WorkerList
{
    /// <summary>The workers.</summary>
    public required IReadOnlyList<WorkerStatus> Workers { get; init; }
}

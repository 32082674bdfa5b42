namespace Messaging.Contracts;

/// <summary>What the trackers know of a worker.</summary>
public sealed record WorkerStatus
{
    /// <summary>Whether it lives.</summary>
    public required WorkerState State { get; init; }

    /// <summary>When that state began, by the store's clock.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was heard of last, by the store's clock.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>What it said of itself then.</summary>
    public required WorkerHeartbeat Heartbeat { get; init; }
}

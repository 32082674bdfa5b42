namespace Messaging.Contracts;

/// <summary>
/// A tracker's message to the trackers, over the same queue as the workers' heartbeats: as long as it arrives, a worker
/// that is not heard of is to blame for that itself.
/// </summary>
public sealed record TrackerHeartbeat
{
    /// <summary>When it was sent, by the tracker's clock. For whoever looks into the queue.</summary>
    public required DateTimeOffset Time { get; init; }
}

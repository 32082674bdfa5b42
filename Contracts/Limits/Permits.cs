namespace Messaging.Contracts;

/// <summary>What a tracker has granted a worker: as much as there was, which may be nothing.</summary>
public sealed record Permits
{
    /// <summary>
    /// The tracker's process. The times below are by a clock of its own that is never set, so that a worker that has asked
    /// it before knows what they are by its own.
    /// </summary>
    public required Guid Tracker { get; init; }

    /// <summary>When the tracker had the request.</summary>
    public TimeSpan Received { get; init; }

    /// <summary>The permits were granted no earlier than this.</summary>
    public TimeSpan GrantedFrom { get; init; }

    /// <summary>The permits were granted no later than this.</summary>
    public TimeSpan GrantedUntil { get; init; }

    /// <summary>When the tracker sent the answer.</summary>
    public TimeSpan Sent { get; init; }

    /// <summary>Permits of rate limits, one for each demand, in its order.</summary>
    public IReadOnlyList<RateGrant> Rates { get; init; } = [];

    /// <summary>Leases of concurrency limits, one for each demand, in its order.</summary>
    public IReadOnlyList<LeaseGrant> Leases { get; init; } = [];
}

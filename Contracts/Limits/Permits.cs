namespace Messaging.Contracts;

/// <summary>What a tracker has granted a worker: as much as there was, which may be nothing.</summary>
public sealed record Permits
{
    /// <summary>Permits of rate limits, one for each demand, in its order.</summary>
    public IReadOnlyList<RateGrant> Rates { get; init; } = [];

    /// <summary>Leases of concurrency limits, one for each demand, in its order.</summary>
    public IReadOnlyList<LeaseGrant> Leases { get; init; } = [];
}

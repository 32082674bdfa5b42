namespace Messaging.Contracts;

/// <summary>What a tracker has granted a worker: as much as there was, which may be nothing.</summary>
public sealed record Permits
{
    /// <summary>
    /// At least so long after the tracker had the request, it was granted. With <see cref="After"/> it narrows down for
    /// the worker when that was.
    /// </summary>
    public TimeSpan Before { get; init; }

    /// <summary>At least so long before the tracker answered, it was granted.</summary>
    public TimeSpan After { get; init; }

    /// <summary>Permits of rate limits, one for each demand, in its order.</summary>
    public IReadOnlyList<RateGrant> Rates { get; init; } = [];

    /// <summary>Leases of concurrency limits, one for each demand, in its order.</summary>
    public IReadOnlyList<LeaseGrant> Leases { get; init; } = [];
}

namespace Messaging.Contracts;

/// <summary>
/// A worker's request for permits to start tasks that are limited over all workers. Answered by <see cref="Permits"/>.
/// </summary>
public sealed record GetPermits
{
    /// <summary>Name of the worker that asks.</summary>
    public required string Worker { get; init; }

    /// <summary>
    /// How long the worker's latest requests were on their way, there and back. Permits are spaced so that a worker can
    /// use them although it takes so long.
    /// </summary>
    public TimeSpan RoundTrip { get; init; }

    /// <summary>Tasks that wait for a rate limit.</summary>
    public IReadOnlyList<RateDemand> Rates { get; init; } = [];

    /// <summary>Tasks that wait for a concurrency limit, and those that run under one.</summary>
    public IReadOnlyList<LeaseDemand> Leases { get; init; } = [];
}

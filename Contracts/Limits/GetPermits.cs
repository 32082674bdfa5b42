namespace Messaging.Contracts;

/// <summary>
/// A worker's request for permits to start tasks that are limited over all workers. Answered by <see cref="Permits"/>.
/// </summary>
public sealed record GetPermits
{
    /// <summary>Name of the worker that asks.</summary>
    public required string Worker { get; init; }

    /// <summary>
    /// How much later than its time the worker may use a permit, as a rule: for not knowing exactly when it was granted,
    /// and for being busy. Permits are spaced so that it can use them all the same.
    /// </summary>
    public TimeSpan Lateness { get; init; }

    /// <summary>Tasks that wait for a rate limit.</summary>
    public IReadOnlyList<RateDemand> Rates { get; init; } = [];

    /// <summary>Tasks that wait for a concurrency limit, and those that run under one.</summary>
    public IReadOnlyList<LeaseDemand> Leases { get; init; } = [];
}

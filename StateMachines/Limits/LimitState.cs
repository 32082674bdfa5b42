namespace Messaging.StateMachines;

/// <summary>What is kept of a limit. All times are by the store's clock.</summary>
public sealed record LimitState
{
    /// <summary>A limit that nobody has used for long.</summary>
    public static LimitState Unused { get; } = new();

    /// <summary>When the next permit of the rate may be used.</summary>
    public DateTimeOffset NextAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Permits of the rate that have been granted so far.</summary>
    public long Granted { get; init; }

    /// <summary>The largest tolerance of the permits that still count, by which permits are spaced.</summary>
    public TimeSpan Tolerance { get; init; }

    /// <summary>From when on that tolerance counts no more.</summary>
    public DateTimeOffset RelaxesAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Leases of the concurrency limit, granted ones and those that wait.</summary>
    public IReadOnlyList<LimitLease> Leases { get; init; } = [];

    /// <summary>When a worker was last heard of that has leases or waits for one.</summary>
    public DateTimeOffset HeardAt { get; init; } = DateTimeOffset.UnixEpoch;
}

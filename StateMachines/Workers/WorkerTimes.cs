namespace Messaging.StateMachines;

/// <summary>How long what takes until a worker is lost.</summary>
public sealed record WorkerTimes
{
    /// <summary>
    /// How much longer than two of its intervals a worker may stay silent. No shorter than <see cref="Gap"/>: what is
    /// shorter than a gap is not taken for one.
    /// </summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>If nothing at all was heard for so long, then the trackers or the broker were away.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After that, workers have so long to be heard of again.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a worker is kept that has stopped or is lost.</summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromDays(1);
}

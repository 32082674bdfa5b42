namespace Messaging.Consumers;

/// <summary>A task's turn under a rate limit that holds over all workers.</summary>
/// <param name="rates">Where it is waited for.</param>
/// <param name="limit">The limit.</param>
/// <param name="rate">The rate at the moment; <c>null</c> for no limit.</param>
internal sealed class ClusterTurn(ClusterRates rates, LimitKey limit, Func<RateLimit?> rate) : IWaitedLimit
{
    public LimitKey Limit => limit;

    public RateLimit? Rate => rate();

    /// <summary>Leave to start; may have become too old.</summary>
    public RatePermit? Permit { get; set; }

    /// <summary>Whether the permit had become too old when the task could have started.</summary>
    public bool IsMissed { get; set; }

    public TimeSpan ExpectedWait => rates.ExpectedWait(this);

    public Task Enter(CancellationToken cancellationToken) =>
        rates.Wait(this, isFirst: IsMissed, cancellationToken);

    public TimeSpan Defer() => rates.Defer(this);
}

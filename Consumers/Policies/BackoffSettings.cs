using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Wait before each retry, in configuration (<c>Messaging:Tasks:&lt;name&gt;:Backoff</c>). What is left out is as in the
/// policy in code, if that is of the same kind, else the kind's default.
/// </summary>
public sealed class BackoffSettings
{
    /// <summary>How the delay grows. Default: exponentially.</summary>
    public BackoffKind? Kind { get; set; }

    /// <summary>The fixed delay, the step or the first delay; zero or more. Default 1 s.</summary>
    public TimeSpan? Base { get; set; }

    /// <summary>Longest delay; zero or more. Default 600 s.</summary>
    public TimeSpan? Max { get; set; }

    /// <summary>
    /// Whether the wait is drawn at random between zero and the computed delay. Default: <c>true</c> for linear and
    /// exponential ones.
    /// </summary>
    public bool? Jitter { get; set; }

    internal IEnumerable<string> Faults()
    {
        if (Base < TimeSpan.Zero)
            yield return $"Backoff:Base is {Base}. Allowed: zero or more.";
        if (Max < TimeSpan.Zero)
            yield return $"Backoff:Max is {Max}. Allowed: zero or more.";
    }

    internal Backoff Over(Backoff backoff)
    {
        var kind = Kind ?? (Base is null ? backoff.Kind : BackoffKind.Exponential);
        var kept = kind == backoff.Kind ? backoff : null;
        var changed = Backoff.Of(kind, Base ?? kept?.Base ?? Backoff.DefaultBase);

        return changed.With(Max ?? kept?.Max ?? changed.Max, Jitter ?? kept?.Jitter ?? changed.Jitter);
    }
}

using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Which share of a limit this worker can have: what the others did not use of it in the last few seconds. One third, if
/// two others have as many tasks under it; all of it, once they have none left, however little this worker has got so
/// far.
/// </summary>
internal sealed class GrantShare(TimeProvider clock)
{
    private const double Least = 0.01;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private long last;
    private long lastTotal;
    private double own;
    private double all;
    private double allowed;

    /// <summary>0.01 to 1.</summary>
    public double Value => all > 0 ? Math.Clamp(1 - ((all - own) / Math.Max(all, allowed)), Least, 1) : 1;

    /// <summary>Learns from an answer.</summary>
    /// <param name="grant">The answer.</param>
    /// <param name="rate">The limit.</param>
    public void Add(RateGrant grant, RateLimit rate)
    {
        var now = clock.GetTimestamp();
        var time = last == 0 ? TimeSpan.Zero : clock.GetElapsedTime(last, now);
        var faded = last == 0 ? 0 : Math.Exp(-time / Remembered);
        // What was granted before the first answer tells nothing; neither does a limit that was forgotten meanwhile.
        var granted = last == 0 || grant.Total < lastTotal ? grant.Permits : grant.Total - lastTotal;
        own = (own * faded) + grant.Permits;
        all = (all * faded) + granted;
        // The sum of what fades in the meantime, and not of the whole time.
        allowed = (allowed * faded) + (Remembered / rate.Spacing * (1 - faded));
        (last, lastTotal) = (now, grant.Total);
    }
}

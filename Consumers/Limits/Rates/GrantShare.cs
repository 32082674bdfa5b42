using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Which share of a limit's permits this worker gets, over the last few seconds: one third, if two others have tasks
/// under the limit as well.
/// </summary>
internal sealed class GrantShare(TimeProvider clock)
{
    private const double Least = 0.01;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private long last;
    private long lastTotal;
    private double own;
    private double all;

    /// <summary>0.01 to 1.</summary>
    public double Value => all > 0 ? Math.Clamp(own / all, Least, 1) : 1;

    public void Add(RateGrant grant)
    {
        var now = clock.GetTimestamp();
        var faded = last == 0 ? 0 : Math.Exp(-clock.GetElapsedTime(last, now) / Remembered);
        // What was granted before the first answer tells nothing; neither does a limit that was forgotten meanwhile.
        var granted = last == 0 || grant.Total < lastTotal ? grant.Permits : grant.Total - lastTotal;
        own = (own * faded) + grant.Permits;
        all = (all * faded) + granted;
        (last, lastTotal) = (now, grant.Total);
    }
}

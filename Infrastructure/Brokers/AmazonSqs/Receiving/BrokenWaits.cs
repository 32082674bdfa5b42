using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs;

/// <summary>
/// Whether it is worth waiting at SQS, which need not find out that nobody listens to a wait any more:
/// <list type="number">
/// <item>Until the wait would have ended, it may hand messages to it, which are locked for their lock time and seen by nobody.
/// If the next wait is broken as well, it gets them when that time has passed, and so on for ever.</item>
/// <item>So after a wait that was broken the queue is asked without waiting, now and then, for as long as that wait was
/// for. Such answers take no time, and are hardly ever lost.</item>
/// <item>If the next wait is broken too, that lasts twice as long, up to a minute, and the pauses grow to a second, until
/// a wait has lasted to its end. One that is answered early, as a message came, says nothing about that.</item>
/// </list>
/// </summary>
internal sealed class BrokenWaits(string queue, TimeSpan lockTime, TimeProvider time, ILogger logger)
{
    private const int WorthTelling = 3;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private int broken;
    private long brokenAt;
    private TimeSpan lasts;

    /// <summary>How long to pause instead of a wait; <c>null</c> if it is to be waited.</summary>
    public TimeSpan? Pause => broken > 0 && time.GetElapsedTime(brokenAt) < lasts
        ? Grown(ShortestPause, LongestPause)
        : null;

    /// <summary>A wait was broken.</summary>
    /// <param name="wait">How long it was to last.</param>
    public void Add(TimeSpan wait)
    {
        broken++;
        brokenAt = time.GetTimestamp();
        lasts = Grown(wait, Longest);
        if (broken == WorthTelling)
            SqsLog.WaitsBroken(logger, queue, broken, wait, lockTime);
    }

    /// <summary>A wait lasted to its end.</summary>
    public void Clear() => broken = 0;

    private TimeSpan Grown(TimeSpan first, TimeSpan longest)
    {
        var grown = first * Math.Pow(2, Math.Min(broken, 10) - 1);
        return grown < longest ? grown : longest;
    }
}

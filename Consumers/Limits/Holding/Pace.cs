namespace Messaging.Consumers;

/// <summary>How fast tasks pass a limit on this worker: the usual time from one to the next.</summary>
internal sealed class Pace(TimeProvider clock)
{
    private const double Weight = 0.1;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private double seconds = -1;
    private long last;

    /// <summary>The usual time; <c>null</c> if nothing is known.</summary>
    public TimeSpan? Usual => seconds < 0 ? null : TimeSpan.FromSeconds(seconds);

    /// <summary>One has passed.</summary>
    public void Passed()
    {
        var now = clock.GetTimestamp();
        if (last != 0)
        {
            var time = Math.Min(clock.GetElapsedTime(last, now).TotalSeconds, Longest.TotalSeconds);
            seconds = seconds < 0 ? time : seconds + (Weight * (time - seconds));
        }

        last = now;
    }
}

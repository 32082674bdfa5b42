using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Knows what the times of one tracker are by this worker's clock. Both are clocks that count from some moment and are
/// never set, so the difference stays; what is to be found out is how large it is.
/// <list type="number">
/// <item>The tracker had the request after it was sent, and sent the answer before it came. Each request so gives a
/// least and a largest difference, apart by the time that the messages were on their way.</item>
/// <item>The best of all requests so far holds for all of them: one that was slow is known as well as the fastest
/// ones.</item>
/// <item>Clocks run apart, by less than a thousandth. What was found out earlier is worth that much less.</item>
/// <item>If two requests contradict each other, one of the clocks has stood still meanwhile, as that of a machine that
/// was suspended does. Then only the latest counts.</item>
/// </list>
/// </summary>
internal sealed class TrackerClock
{
    private const double Drift = 0.001;

    private TimeSpan least = TimeSpan.MinValue;
    private TimeSpan largest = TimeSpan.MaxValue;
    private TimeSpan last;

    /// <summary>Learns from an answer, and says when the permits in it were granted.</summary>
    /// <param name="permits">The answer.</param>
    /// <param name="asked">When the request was sent, by the worker's clock.</param>
    /// <param name="answered">When the answer had come, by the worker's clock.</param>
    public GrantedPermits Place(Permits permits, TimeSpan asked, TimeSpan answered)
    {
        var (from, until) = (asked - permits.Received, answered - permits.Sent);
        if (largest != TimeSpan.MaxValue)
        {
            var apart = (answered - last) * Drift;
            (least, largest) = (Later(least - apart, from), Earlier(largest + apart, until));
        }

        if (largest == TimeSpan.MaxValue || least > largest)
            (least, largest) = (from, until);

        last = answered;
        return new GrantedPermits(permits, permits.GrantedFrom + least, permits.GrantedUntil + largest);
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

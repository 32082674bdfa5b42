namespace Messaging.AmazonSqs;

/// <summary>
/// SQS's time: requests signed by a wrong clock are refused, and the age of what several processes look at must not
/// depend on their clocks. Each answer tells the time in whole seconds. That bounds how far this machine's clock can be
/// off, and the bounds of many answers together soon leave little room. A clock that agrees with all of them is right.
/// </summary>
internal sealed class ServerClock(TimeProvider time)
{
    private static readonly TimeSpan Unit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Refused = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private TimeSpan lowest = TimeSpan.MinValue;
    private TimeSpan highest = TimeSpan.MaxValue;
    private TimeSpan offset;

    public DateTimeOffset Now
    {
        get
        {
            lock (gate)
                return time.GetUtcNow() + offset;
        }
    }

    /// <summary>Takes note of what an answer tells.</summary>
    /// <param name="told">The time that it tells.</param>
    /// <param name="askedAt">When it was asked for, by this machine's clock.</param>
    /// <returns>Whether the time was so wrong that SQS refuses what was signed by it.</returns>
    public bool Set(DateTimeOffset told, DateTimeOffset askedAt)
    {
        lock (gate)
        {
            var atLeast = told - time.GetUtcNow();
            var atMost = told + Unit - askedAt;
            lowest = atLeast > lowest ? atLeast : lowest;
            highest = atMost < highest ? atMost : highest;
            // One of the two clocks was set.
            if (lowest > highest)
                (lowest, highest) = (atLeast, atMost);

            var before = offset;
            offset = lowest > TimeSpan.Zero ? lowest : highest < TimeSpan.Zero ? highest : TimeSpan.Zero;
            return (offset - before).Duration() > Refused;
        }
    }
}

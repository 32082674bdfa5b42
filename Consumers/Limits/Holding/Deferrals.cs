namespace Messaging.Consumers;

/// <summary>
/// Says when tasks come again that cannot wait in memory: one after the other, so that they come about when it is their
/// turn. A little early rather than late, since a task that comes too early waits or is put off again, and one that
/// comes late lets the limit go unused.
/// </summary>
internal sealed class Deferrals(TimeProvider clock)
{
    private const double Early = 0.8;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly long start = clock.GetTimestamp();
    private TimeSpan last;

    /// <summary>How long the next task is put off.</summary>
    /// <param name="before">Time that those take who wait already.</param>
    /// <param name="spacing">Time that each one takes.</param>
    public TimeSpan Next(TimeSpan before, TimeSpan spacing)
    {
        lock (gate)
        {
            var now = clock.GetElapsedTime(start);
            var wait = before * Early;
            var from = now + (wait > Shortest ? wait : Shortest);
            last = (last > from ? last : from) + (spacing * Early);
            // Those behind the longest time are spread out before it, and see then.
            if (last - now > Longest)
                last = now + (spacing < Longest / 2 ? Longest / 2 : Longest);

            return last - now;
        }
    }
}

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

    private static readonly TimeSpan LongestAtFirst = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private readonly long start = clock.GetTimestamp();
    private TimeSpan last;

    /// <summary>
    /// A task is put off for 15 s at most, and for twice as long each time after that. Nobody knows how much of a limit
    /// other workers will leave; so a task never waits much longer than twice the time that it had to. Those that are
    /// cut short are spread out, so that they do not come all at once.
    /// </summary>
    /// <param name="delay">How long the task is to be put off.</param>
    /// <param name="times">How often it has been already.</param>
    public static TimeSpan Shortened(TimeSpan delay, int times)
    {
        var most = LongestAtFirst * Math.Pow(2, Math.Min(times, 10));
        return delay <= most ? delay : most * ((1 + Random.Shared.NextDouble()) / 2);
    }

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

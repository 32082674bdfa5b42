using System.Collections.Concurrent;

namespace Messaging.TestHarness;

/// <summary>
/// The time of a test: it goes by as usual, and can be moved on. What was to happen meanwhile happens then, each timer
/// once, so that nothing has to be waited for; what takes milliseconds anyway needs no moving.
/// </summary>
public sealed class HarnessClock : TimeProvider
{
    private readonly ConcurrentDictionary<ClockTimer, bool> timers = new();
    private long ahead;

    /// <summary>How far it has been moved on in all.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref ahead));

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    /// <inheritdoc/>
    public override long GetTimestamp() =>
        System.GetTimestamp() + (long)((Int128)Ahead.Ticks * TimestampFrequency / TimeSpan.TicksPerSecond);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ClockTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the time on. Timers whose time comes by that fire on other threads, now.</summary>
    /// <param name="time">How far; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than zero.</exception>
    internal void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        Interlocked.Add(ref ahead, time.Ticks);
        foreach (var timer in timers.Keys)
            timer.LookAgain();
    }

    internal void Waits(ClockTimer timer) => timers[timer] = true;

    internal void WaitsNoMore(ClockTimer timer) => timers.TryRemove(timer, out _);
}

namespace Messaging.TestHarness;

/// <summary>
/// A timer of a <see cref="HarnessClock"/>. It sleeps by the real clock, and looks at the harness's when it wakes up and
/// whenever that is moved on.
/// </summary>
internal sealed class ClockTimer : ITimer
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly HarnessClock clock;
    private readonly TimerCallback callback;
    private readonly object? state;
    private readonly ITimer sleep;
    private DateTimeOffset? due;
    private TimeSpan period;
    private bool isDisposed;

    public ClockTimer(HarnessClock clock, TimerCallback callback, object? state)
    {
        this.clock = clock;
        this.callback = callback;
        this.state = state;
        sleep = TimeProvider.System.CreateTimer(
            static timer => ((ClockTimer)timer!).LookAgain(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            if (isDisposed)
                return false;

            this.period = period;
            due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.GetUtcNow() + dueTime;
            Sleep();
            return true;
        }
    }

    /// <summary>Fires if its time has come. Never on the thread that asks for that.</summary>
    public void LookAgain()
    {
        lock (gate)
        {
            if (isDisposed || due is not { } time)
                return;

            if (time <= clock.GetUtcNow())
            {
                due = period > TimeSpan.Zero ? clock.GetUtcNow() + period : null;
                ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.callback(timer.state), this, preferLocal: false);
            }

            Sleep();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            due = null;
            clock.WaitsNoMore(this);
            sleep.Dispose();
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Sleep()
    {
        if (due is not { } time)
        {
            clock.WaitsNoMore(this);
            sleep.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        clock.Waits(this);
        var left = time - clock.GetUtcNow();
        // Whole milliseconds, or it would wake up a moment too soon again and again.
        var milliseconds = Math.Ceiling(Math.Max(0, left.TotalMilliseconds));
        sleep.Change(
            left > LongestSleep ? LongestSleep : TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }
}

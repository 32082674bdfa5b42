namespace Messaging.Consumers.Tests.Limits;

/// <summary>A clock that stands still until it is told otherwise; what was to happen meanwhile happens then.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<SteppedTimer> timers = [];
    private TimeSpan time = TimeSpan.FromHours(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Time;

    public override long GetTimestamp() => Time.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SteppedTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(double milliseconds)
    {
        SteppedTimer[] due;
        lock (gate)
        {
            time += TimeSpan.FromMilliseconds(milliseconds);
            due = [.. timers.Where(timer => timer.Due <= time)];
            timers.RemoveAll(due.Contains);
        }

        foreach (var timer in due)
            timer.Fire();
    }

    private TimeSpan Time
    {
        get
        {
            lock (gate)
                return time;
        }
    }

    private void Put(SteppedTimer timer, TimeSpan? dueTime)
    {
        lock (gate)
        {
            timers.Remove(timer);
            if (dueTime is not { } wait)
                return;

            timer.Due = time + wait;
            timers.Add(timer);
        }
    }

    private sealed class SteppedTimer(SteppedClock clock, Action fire) : ITimer
    {
        public TimeSpan Due { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Put(this, dueTime == Timeout.InfiniteTimeSpan ? null : dueTime);
            return true;
        }

        public void Dispose() => clock.Put(this, dueTime: null);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

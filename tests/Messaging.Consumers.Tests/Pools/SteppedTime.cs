namespace Messaging.Consumers.Tests.Pools;

/// <summary>Time that passes when the test says so.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private TimeSpan now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (gate)
            return now.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            var timer = new Timer(this, () => callback(state), period) { Due = now + dueTime };
            timers.Add(timer);
            return timer;
        }
    }

    public void Pass(TimeSpan time)
    {
        TimeSpan end;
        lock (gate)
            end = now + time;

        while (NextUntil(end) is { } next)
            next.Fire();
    }

    private Timer? NextUntil(TimeSpan end)
    {
        lock (gate)
        {
            var next = timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            now = next?.Due ?? end;
            next?.GoOn();
            return next;
        }
    }

    private void Remove(Timer timer)
    {
        lock (gate)
            timers.Remove(timer);
    }

    private sealed class Timer(SteppedTime time, Action fire, TimeSpan period) : ITimer
    {
        public TimeSpan Due { get; set; }

        public void GoOn() => Due = period > TimeSpan.Zero ? Due + period : TimeSpan.MaxValue;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => time.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

using System.Threading.Channels;

namespace Messaging.StateMachines.Tests;

/// <summary>A clock that stands still until it is told otherwise, and tells who waits for it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private readonly Channel<TimeSpan> started = Channel.CreateUnbounded<TimeSpan>();
    private DateTimeOffset now = Told.At(0);
    private TimeSpan passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long GetTimestamp()
    {
        lock (gate)
            return passed.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state), GetUtcNow() + dueTime);
        lock (gate)
            timers.Add(timer);
        started.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return timers.Count;
        }
    }

    /// <summary>The next wait that somebody begins.</summary>
    public Task<TimeSpan> NextWait() => started.Reader.ReadAsync().AsTask().WaitAsync(Testing.Eventually.Deadline);

    public void Advance(TimeSpan time)
    {
        Timer[] due;
        lock (gate)
        {
            now += time;
            passed += time;
            due = [.. timers.Where(timer => timer.Due <= now)];
            timers.RemoveAll(timer => timer.Due <= now);
        }

        foreach (var timer in due)
            timer.Fire();
    }

    /// <summary>Somebody sets the clock, which timers do not notice.</summary>
    public void PutBack(TimeSpan time)
    {
        lock (gate)
            now -= time;
    }

    private void Remove(Timer timer)
    {
        lock (gate)
            timers.Remove(timer);
    }

    private sealed class Timer(ManualClock clock, Action fire, DateTimeOffset due) : ITimer
    {
        public DateTimeOffset Due => due;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => clock.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

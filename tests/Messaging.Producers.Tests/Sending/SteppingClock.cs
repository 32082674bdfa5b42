namespace Messaging.Producers.Tests.Sending;

/// <summary>A clock whose timers are over at once, in the order of their times, and that remembers them.</summary>
internal sealed class SteppingClock : TimeProvider
{
    private readonly Lock gate = new();

    /// <summary>The longest wait that is over at once; what is longer never comes.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The waits that were asked for, deadlines left out.</summary>
    public List<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // Deadlines (2 s a probe, 30 s a send) never come; waits (up to 1 s) are over at once.
        if (dueTime > Longest)
            return new NoTimer();

        lock (gate)
            Waits.Add(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // Nothing runs.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

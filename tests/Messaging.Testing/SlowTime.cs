namespace Messaging.Testing;

/// <summary>
/// The system's clock with timers and timestamps that are ten times slower, for what waits a few seconds and then goes
/// on without: on a machine that stands still for as long it would. The time of day is right.
/// </summary>
public sealed class SlowTime : TimeProvider
{
    private const int Factor = 10;

    /// <summary>What is longer than that is left as it is: timers know forty-nine days at most.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public override long TimestampFrequency => base.TimestampFrequency * Factor;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new SlowTimer(base.CreateTimer(callback, state, Slower(dueTime), Slower(period)));

    private static TimeSpan Slower(TimeSpan time) =>
        time == Timeout.InfiniteTimeSpan || time > Longest ? time : time * Factor;

    private sealed class SlowTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Slower(dueTime), Slower(period));

        public ValueTask DisposeAsync() => timer.DisposeAsync();

        public void Dispose() => timer.Dispose();
    }
}

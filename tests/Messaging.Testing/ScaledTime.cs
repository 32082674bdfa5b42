namespace Messaging.Testing;

/// <summary>
/// The system's clock, whose time passes faster or slower for the process: timestamps and timers, and not the time of
/// day. A slow one is for what waits a few seconds and then goes on without, as on a machine that stands still for as
/// long it would; and tells what somebody was called for from what only a timer does.
/// </summary>
/// <param name="speed">How often as fast; below 1 it is slower.</param>
public sealed class ScaledTime(double speed) : TimeProvider
{
    /// <summary>No longer than that: timers know forty-nine days at most.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <inheritdoc/>
    public override long GetTimestamp() => (long)(base.GetTimestamp() * speed);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(base.CreateTimer(callback, state, Scaled(dueTime), Scaled(period)), this);

    private TimeSpan Scaled(TimeSpan time) =>
        time <= TimeSpan.Zero ? time : time < Longest * speed ? time / speed : Longest;

    private sealed class ScaledTimer(ITimer timer, ScaledTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) =>
            timer.Change(time.Scaled(dueTime), time.Scaled(period));

        public ValueTask DisposeAsync() => timer.DisposeAsync();

        public void Dispose() => timer.Dispose();
    }
}

namespace Messaging.Testing;

/// <summary>
/// The system's clock, whose time passes faster or slower for the process: timestamps and timers, and not the time of
/// day. A slow one tells what somebody was called for from what only a timer does.
/// </summary>
/// <param name="speed">How often as fast; below 1 it is slower.</param>
public sealed class ScaledTime(double speed) : TimeProvider
{
    /// <inheritdoc/>
    public override long GetTimestamp() => (long)(base.GetTimestamp() * speed);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Scaled(dueTime), Scaled(period));

    private TimeSpan Scaled(TimeSpan time) => time <= TimeSpan.Zero ? time : time / speed;
}

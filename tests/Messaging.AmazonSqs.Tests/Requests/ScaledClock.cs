namespace Messaging.AmazonSqs.Tests;

/// <summary>Time of this process that passes faster or slower, also for timers; the time of day stays right.</summary>
internal sealed class ScaledClock(double speed) : TimeProvider
{
    public override long GetTimestamp() => (long)(System.GetTimestamp() * speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Scaled(dueTime), Scaled(period));

    private TimeSpan Scaled(TimeSpan time) => time <= TimeSpan.Zero ? time : time / speed;
}

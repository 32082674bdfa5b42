namespace Messaging.Testing;

/// <summary>
/// The system's clock with timestamps that stand still until they are moved on, however long the machine is busy with
/// something else. Timers go on, and the time of day.
/// </summary>
/// <param name="timerSpeed">How often as fast timers are; below 1 they are slower. Default: 1.</param>
public sealed class StandingTime(double timerSpeed = 1) : TimeProvider
{
    private readonly ScaledTime timers = new(timerSpeed);
    private long now = 1;

    /// <summary>Moves timestamps on. Timers are not moved.</summary>
    public void Advance(TimeSpan time) => Interlocked.Add(ref now, (long)(time.TotalSeconds * TimestampFrequency));

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref now);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        timers.CreateTimer(callback, state, dueTime, period);
}

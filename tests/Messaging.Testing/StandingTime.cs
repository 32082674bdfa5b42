namespace Messaging.Testing;

/// <summary>
/// The system's clock with timestamps that stand still until they are moved on, however long the machine is busy with
/// something else. Timers go on, and the time of day.
/// </summary>
public sealed class StandingTime : TimeProvider
{
    private long now = 1;

    /// <summary>Moves timestamps on.</summary>
    public void Advance(TimeSpan time) => Interlocked.Add(ref now, (long)(time.TotalSeconds * TimestampFrequency));

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref now);
}

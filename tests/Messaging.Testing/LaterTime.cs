namespace Messaging.Testing;

/// <summary>The system's clock with its timestamps moved on, as after a long pause. Timers are not moved.</summary>
public sealed class LaterTime : TimeProvider
{
    private long later;

    /// <summary>Moves timestamps on.</summary>
    public void Advance(TimeSpan time) => Interlocked.Add(ref later, (long)(time.TotalSeconds * TimestampFrequency));

    /// <inheritdoc/>
    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref later);
}

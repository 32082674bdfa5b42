namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>The system's clock with its date and time moved on. Timestamps and timers are not moved.</summary>
internal sealed class MovedClock : TimeProvider
{
    private long moved;

    /// <summary>Moves the time on.</summary>
    public void Advance(TimeSpan time) => Interlocked.Add(ref moved, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref moved));
}

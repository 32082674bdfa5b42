namespace Messaging.BrokerTests;

/// <summary>A clock that is off and goes right.</summary>
internal sealed class SkewedClock(TimeSpan off) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + off;
}

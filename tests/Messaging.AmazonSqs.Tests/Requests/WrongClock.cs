namespace Messaging.AmazonSqs.Tests;

/// <summary>The clock of a machine that is not set right.</summary>
internal sealed class WrongClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
}

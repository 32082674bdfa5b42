namespace Messaging.AmazonSqs.Tests;

/// <summary>Time of this process that can be advanced; the time of day stays right.</summary>
internal sealed class LaterClock : TimeProvider
{
    private long ahead;

    public void Advance(TimeSpan time) => Interlocked.Add(ref ahead, (long)(time.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref ahead);
}

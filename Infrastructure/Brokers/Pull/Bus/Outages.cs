namespace Messaging.PullTransport;

/// <summary>When the broker was found away last. It may have lost what was declared before.</summary>
internal sealed class Outages(TimeProvider clock)
{
    private long last;

    public void Add() => Volatile.Write(ref last, clock.GetTimestamp());

    /// <summary>Whether there was one at this time, or after it.</summary>
    public bool AnySince(long timestamp) => Volatile.Read(ref last) >= timestamp;
}

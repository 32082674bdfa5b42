namespace Messaging.PullTransport;

/// <summary>Counts how often the broker was found away. It may have lost what was declared before.</summary>
internal sealed class Outages
{
    private int count;

    public int Count => Volatile.Read(ref count);

    public void Add() => Interlocked.Increment(ref count);
}

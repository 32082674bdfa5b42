namespace Messaging.PostgreSql;

/// <summary>That this process waits for messages of a queue, which senders see.</summary>
internal sealed class Mark(KnownQueue queue, TimeProvider time)
{
    private int users;
    private long lastUse = time.GetTimestamp();

    public KnownQueue Queue => queue;

    /// <summary>Whether nobody has waited for that long.</summary>
    public bool IsIdle(TimeSpan span) =>
        Volatile.Read(ref users) == 0 && time.GetElapsedTime(Volatile.Read(ref lastUse)) > span;

    /// <summary>Keeps it while somebody waits.</summary>
    public IDisposable Use()
    {
        Interlocked.Increment(ref users);
        return new Usage(this);
    }

    private sealed class Usage(Mark mark) : IDisposable
    {
        public void Dispose()
        {
            Volatile.Write(ref mark.lastUse, mark.Time.GetTimestamp());
            Interlocked.Decrement(ref mark.users);
        }
    }

    private TimeProvider Time => time;
}

namespace Messaging.PostgreSql;

/// <summary>What this process knows of a queue.</summary>
internal sealed class KnownQueue(TimeProvider time)
{
    private long nextLook;
    private long nextDue = long.MaxValue;

    /// <summary>Its number in the database; <c>0</c> if it has not been seen there.</summary>
    public int Id { get; set; }

    /// <summary>That there may be messages.</summary>
    public QueueSignal Signal { get; } = new();

    /// <summary>Whether the last call has got as many messages as it asked for.</summary>
    public bool MayHaveMore { get; set; }

    /// <summary>Where searches begin.</summary>
    public QueueFloor Floor { get; } = new(time);

    /// <summary>Whether the last call has got any.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Whether there may be messages for later that nobody here knows of.</summary>
    public bool NeedsLook { get; set; }

    /// <summary>When to look for what has come due even if nothing is known to, as a timestamp of the clock.</summary>
    public long NextLook
    {
        get => Volatile.Read(ref nextLook);
        set => Volatile.Write(ref nextLook, value);
    }

    /// <summary>When the next message comes due, as a timestamp of the clock; <c>long.MaxValue</c> if none does.</summary>
    public long NextDue
    {
        get => Volatile.Read(ref nextDue);
        set => Volatile.Write(ref nextDue, value);
    }
}

using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>
/// What is known of a message that this process holds. SQS does not say whether a receipt still counts, so that the time
/// of the lock is measured here, from before it was asked for: it ends here before it does there.
/// </summary>
internal sealed class SqsReceipt(TimeProvider time, long askedAt)
{
    private readonly Lock gate = new();
    private readonly long takenAt = askedAt;
    private long lockedAt = askedAt;
    private TimeSpan? extendedBy;
    private bool isOver;

    /// <summary>
    /// For how long SQS lets a message be held, or given back for: twelve hours, and a bit less to be safe.
    /// </summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(12) - TimeSpan.FromMinutes(1);

    /// <summary>SQS's name for it.</summary>
    public required string Handle { get; init; }

    /// <summary>How long it was locked for.</summary>
    public required TimeSpan LockTime { get; init; }

    /// <summary>When it came into the queue, by SQS's clock.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>What was handed out.</summary>
    public required MessageContent Content { get; init; }

    public required byte Priority { get; init; }

    public required int DeliveriesBefore { get; init; }

    /// <summary>The group of a FIFO queue.</summary>
    public required string? Group { get; init; }

    /// <summary>
    /// The queue that it was sent to on its way out of this one. If it could not be deleted here then, it is not sent
    /// again when that is tried again.
    /// </summary>
    public string? SentTo { get; set; }

    /// <summary>For how much longer it may be held at all.</summary>
    public TimeSpan Left => Longest - time.GetElapsedTime(takenAt);

    /// <summary>Whether it is still locked for this process.</summary>
    public bool IsHeld
    {
        get
        {
            lock (gate)
                return !isOver && time.GetElapsedTime(lockedAt) < (extendedBy ?? LockTime);
        }
    }

    /// <summary>Whether it is deleted, put back or moved.</summary>
    public bool IsOver
    {
        get
        {
            lock (gate)
                return isOver;
        }
    }

    /// <summary>How long ago it was locked last, at most.</summary>
    public TimeSpan LockedFor
    {
        get
        {
            lock (gate)
                return time.GetElapsedTime(lockedAt);
        }
    }

    /// <summary>What the next extension may be: the lock time, or the last of what SQS allows.</summary>
    public TimeSpan NextExtension => LockTime < Left ? LockTime : Left;

    /// <summary>The lock was extended.</summary>
    /// <param name="at">When that was asked for.</param>
    /// <param name="by">For how long from then.</param>
    public void Extend(long at, TimeSpan by)
    {
        lock (gate)
        {
            if (at >= lockedAt)
                (lockedAt, extendedBy) = (at, by);
        }
    }

    /// <summary>It is deleted, put back or moved.</summary>
    public void End()
    {
        lock (gate)
            isOver = true;
    }
}

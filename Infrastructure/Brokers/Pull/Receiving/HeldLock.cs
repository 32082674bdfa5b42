using MassTransit.Transports;

namespace Messaging.PullTransport;

/// <summary>A message that this process holds: it is removed, put back or moved, and only once.</summary>
internal sealed class HeldLock(HeldMessage message, HeldMessages queue, PullRuntime runtime) : ReceiveLockContext
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(10);

    private long lockedAt = runtime.Clock.GetTimestamp();
    private TimeSpan before = message.LockedFor;
    private int settled;
    private volatile bool isLost;
    private volatile Action? cancel;

    public HeldMessage Message => message;

    /// <summary>
    /// Of this delivery, not of the message: MassTransit forgets a second delivery of what is running under the same id.
    /// </summary>
    public Guid Id { get; } = Guid.NewGuid();

    public MessageProperties Properties { get; } = new(message.Content.Properties);

    /// <summary>How long ago it was locked last, by this process's clock that is never set.</summary>
    public TimeSpan LockedFor => before + runtime.Clock.GetElapsedTime(lockedAt);

    public bool IsExpired => Properties.TimeToLive is { } time && message.Age > time;

    /// <summary>Whether somebody else has got the message.</summary>
    public bool IsLost => isLost;

    /// <summary>
    /// Breaks off the run of the message when it is lost, on a thread of its own; <c>null</c> when it has ended.
    /// </summary>
    public Action? Cancel
    {
        set => cancel = value;
    }

    public void Renewed(long timestamp) => (lockedAt, before) = (timestamp, TimeSpan.Zero);

    /// <summary>
    /// Somebody else has the message now. Nothing more is done to it, and who runs it here is told, as by a broker that
    /// has lost the connection.
    /// </summary>
    /// <returns><c>false</c> if it was settled before.</returns>
    public bool TryLose()
    {
        if (!TrySettle())
            return false;

        PullLog.LockLost(runtime.Logger, queue.Name, message.Content.Id);
        isLost = true;
        ThreadPool.QueueUserWorkItem(static held => held.cancel?.Invoke(), this, preferLocal: false);
        return true;
    }

    /// <summary>The message is done with.</summary>
    public Task Complete() => TrySettle() ? queue.Delete(this) : Task.CompletedTask;

    /// <summary>
    /// The message goes back: at once if it was given up, as at a stop; if something is wrong a moment later each time, so
    /// that it does not go round and round.
    /// </summary>
    public Task Faulted(Exception exception) => TrySettle() ? Return(DelayAfter(exception)) : Task.CompletedTask;

    public Task ValidateLockStatus() => Task.CompletedTask;

    /// <summary>The message goes to another queue.</summary>
    public Task Move(string target, IEnumerable<KeyValuePair<string, object>> headers)
    {
        var content = message.Content with { Properties = Properties.With(headers) };
        return TrySettle()
            ? queue.Move(this, new OutgoingMessage(target, IsTopic: false, content, message.Priority))
            : Task.CompletedTask;
    }

    /// <summary>The message goes back without having been looked at.</summary>
    public Task PutBack() => TrySettle() ? Return(TimeSpan.Zero) : Task.CompletedTask;

    private Task Return(TimeSpan delay) => queue.Return(this, new ReturnedMessage(message.Lock, delay, null));

    private bool TrySettle() => Interlocked.Exchange(ref settled, 1) == 0;

    private TimeSpan DelayAfter(Exception exception)
    {
        if (exception is OperationCanceledException)
            return TimeSpan.Zero;

        var delay = ShortestDelay * Math.Pow(2, Math.Min(message.DeliveriesBefore, 10));
        return delay < LongestDelay ? delay : LongestDelay;
    }
}

using MassTransit.Transports;

namespace Messaging.PullTransport;

/// <summary>A message that this process holds: it is removed, put back or moved, and only once.</summary>
internal sealed class HeldLock(HeldMessage message, HeldMessages queue, PullRuntime runtime) : ReceiveLockContext
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(10);

    private int settled;
    private Action? cancel;

    public HeldMessage Message => message;

    /// <summary>
    /// Of this delivery, not of the message: MassTransit forgets a second delivery of what is running under the same id.
    /// </summary>
    public Guid Id { get; } = Guid.NewGuid();

    public MessageProperties Properties { get; } = new(message.Content.Properties);

    /// <summary>When it was locked last, by this process's clock that is never set.</summary>
    public long LockedAt { get; set; } = runtime.Clock.GetTimestamp();

    public bool IsExpired => Properties.TimeToLive is { } time && message.Age > time;

    /// <summary>Says how a run of the message is broken off; <c>null</c> when it has ended.</summary>
    public Action? Cancel
    {
        set => Volatile.Write(ref cancel, value);
    }

    /// <summary>
    /// Somebody else has the message now. Nothing more is done to it, and who runs it here is told, as by a broker that
    /// has lost the connection.
    /// </summary>
    public void Lose()
    {
        if (!TrySettle())
            return;

        PullLog.LockLost(runtime.Logger, queue.Name, message.Content.Id);
        try
        {
            Volatile.Read(ref cancel)?.Invoke();
        }
        catch (Exception exception) when (exception is ObjectDisposedException or AggregateException)
        {
            // The run has ended meanwhile, or what it does when it is broken off is its own failure.
        }
    }

    /// <summary>The message is done with.</summary>
    public async Task Complete()
    {
        if (TrySettle() && !await queue.Delete(this))
            PullLog.LockLost(runtime.Logger, queue.Name, message.Content.Id);
    }

    /// <summary>
    /// The message goes back: at once if it was given up, as at a stop; if something is wrong a moment later each time, so
    /// that it does not go round and round.
    /// </summary>
    public async Task Faulted(Exception exception)
    {
        if (TrySettle())
            await queue.Return(new ReturnedMessage(message.Lock, DelayAfter(exception), null), this);
    }

    public Task ValidateLockStatus() => Task.CompletedTask;

    /// <summary>The message goes to another queue.</summary>
    public async Task Move(string target, IEnumerable<KeyValuePair<string, object>> headers)
    {
        var moved = new OutgoingMessage(
            target, IsTopic: false, message.Content with { Properties = Properties.With(headers) }, message.Priority);
        await queue.Move(this, moved);
        // Only now: if it fails, the message goes back.
        TrySettle();
    }

    /// <summary>The message goes back without having been looked at.</summary>
    public Task PutBack() =>
        TrySettle() ? queue.Return(new ReturnedMessage(message.Lock, TimeSpan.Zero, null), this) : Task.CompletedTask;

    private bool TrySettle() => Interlocked.Exchange(ref settled, 1) == 0;

    private TimeSpan DelayAfter(Exception exception)
    {
        if (exception is OperationCanceledException)
            return TimeSpan.Zero;

        var delay = ShortestDelay * Math.Pow(2, Math.Min(message.DeliveriesBefore, 10));
        return delay < LongestDelay ? delay : LongestDelay;
    }
}

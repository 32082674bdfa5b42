namespace Messaging.StateMachines;

/// <summary>
/// A message that waits for its time. One of each <see cref="Token"/>, <see cref="Attempt"/> and
/// <see cref="Deferral"/> is kept.
/// </summary>
public sealed record ScheduledMessage
{
    /// <summary>The first attempt whose message is remembered after it was sent.</summary>
    internal const int FirstRemembered = 2;

    /// <summary>The task's id; of a message that is no task, the token that it is cancelled by.</summary>
    public required Guid Token { get; init; }

    /// <summary>Number of the attempt that the message asks for, 1-based; 0 for a message that is no task.</summary>
    public required int Attempt { get; init; }

    /// <summary>
    /// How often the attempt has been put off since it had to wait for a limit. Default 0.
    /// </summary>
    public int Deferral { get; init; }

    /// <summary>
    /// When somebody asked for it, by the clock of who did; <c>null</c> if that is not known. A message that is no task is
    /// not kept if it was cancelled later than that, even if the cancellation has come first.
    /// </summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>When it is to be sent: not before, and as soon as possible after. To the microsecond.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>Where it is to be sent, an address of MassTransit.</summary>
    public required Uri Destination { get; init; }

    /// <summary>Name of the queue or exchange in <see cref="Destination"/>, prefix included.</summary>
    public required string Queue { get; init; }

    /// <summary>The task's name; <c>null</c> for a message that is no task, or whose sender does not know it.</summary>
    public string? Name { get; init; }

    /// <summary>The complete envelope as it will be sent, <c>application/vnd.masstransit+json</c>.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How often it could not be sent although the broker was there.</summary>
    public int Failures { get; init; }

    /// <summary>
    /// Whether the message, once sent, is remembered for a while and not kept a second time: a retry, or a task that
    /// was put off. The message that asked for it may be delivered again, when its worker dies before it has settled it,
    /// and asks for the same then.
    /// </summary>
    internal bool IsRemembered => Attempt >= FirstRemembered || Deferral > 0;
}

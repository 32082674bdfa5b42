namespace Messaging.PullTransport;

/// <summary>A message on its way into the broker.</summary>
/// <param name="Target">Name of a queue, or of a topic.</param>
/// <param name="IsTopic">Whether the target is a topic.</param>
/// <param name="Content">What is sent.</param>
/// <param name="Priority">0 (lowest) to 9 (highest); 0 if nobody has set one.</param>
/// <param name="Delay">Not handed out before that; zero mostly, as what is for later waits in the scheduler.</param>
/// <param name="Order">
/// Key of messages that are to be handed out one after the other, in queues that do that (FIFO queues of SQS).
/// </param>
/// <param name="DeleteWhenIdle">
/// What a queue that is not there is made with, see <see cref="QueueDeclaration"/>: a reply to somebody who is gone must
/// not leave a queue behind for ever.
/// </param>
internal sealed record OutgoingMessage(
    string Target,
    bool IsTopic,
    MessageContent Content,
    byte Priority = 0,
    TimeSpan Delay = default,
    string? Order = null,
    TimeSpan? DeleteWhenIdle = null);

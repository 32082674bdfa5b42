using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs;

internal static partial class SqsLog
{
    [LoggerMessage(
        EventId = 6201,
        Level = LogLevel.Debug,
        Message = "Queue {Queue} was used by nobody for longer than it may be idle, and was deleted.")]
    public static partial void QueueSwept(ILogger logger, string queue);

    [LoggerMessage(
        EventId = 6202,
        Level = LogLevel.Warning,
        Message = "Temporary queues that nobody uses could not be looked for: {Reason} It is tried again later; until then "
            + "they stay.")]
    public static partial void SweepFailed(ILogger logger, string reason);

    [LoggerMessage(
        EventId = 6203,
        Level = LogLevel.Warning,
        Message = "{Count} messages of queue {Queue} that nobody took could not be put back. They are handed out again "
            + "when their lock time of {LockTime} has passed. {Reason}")]
    public static partial void NotPutBack(ILogger logger, int count, string queue, TimeSpan lockTime, string reason);

    [LoggerMessage(
        EventId = 6204,
        Level = LogLevel.Warning,
        Message = "Temporary queues of this process could not be deleted at its end: {Reason} Another process deletes "
            + "them when they have been idle for long enough.")]
    public static partial void OwnQueuesLeft(ILogger logger, string reason);

    [LoggerMessage(
        EventId = 6205,
        Level = LogLevel.Warning,
        Message = "A message of queue {Queue} cannot be read: {Reason} It is handed out with its body as it is.")]
    public static partial void MessageUnreadable(ILogger logger, string queue, string reason);

    [LoggerMessage(
        EventId = 6206,
        Level = LogLevel.Warning,
        Message = "So many messages of queue {Queue} are held by workers (120,000) that SQS hands out no more until "
            + "some are done with.")]
    public static partial void TooManyHeld(ILogger logger, string queue);

    [LoggerMessage(
        EventId = 6207,
        Level = LogLevel.Warning,
        Message = "Subscriptions could not be listed: {Reason} Those that are known are used for {Pause} more; new ones get "
            + "nothing from this process until then.")]
    public static partial void SubscriptionsNotListed(ILogger logger, TimeSpan pause, string reason);

    [LoggerMessage(
        EventId = 6208,
        Level = LogLevel.Warning,
        Message = "Subscriptions of queue {Queue}, which is not there any more, could not be removed: {Reason} It is tried "
            + "again with the next message that is published to it.")]
    public static partial void SubscriptionsLeft(ILogger logger, string queue, string reason);

    [LoggerMessage(
        EventId = 6209,
        Level = LogLevel.Warning,
        Message = "Requests that wait at SQS for messages of queue {Queue} were broken {Count} times in a row before their "
            + "{Wait} were over. What SQS hands to a broken one is locked for {LockTime} and handed out again then; so the "
            + "queue is asked without waiting for a while. If a proxy or firewall between here and SQS ends idle "
            + "connections sooner, set waitTime in Messaging:Broker below its time.")]
    public static partial void WaitsBroken(ILogger logger, string queue, int count, TimeSpan wait, TimeSpan lockTime);

    [LoggerMessage(EventId = 6210, Level = LogLevel.Error, Message = "{Fault} Its messages are received all "
        + "the same; those that are to go back with other headers are handed out again when their lock time has passed.")]
    public static partial void MayNotSend(ILogger logger, string fault);

    [LoggerMessage(
        EventId = 6211,
        Level = LogLevel.Warning,
        Message = "SQS does not say whether the subscriptions of queue {Queue} are still there: {Reason} It is asked "
            + "again in {Pause}; one that somebody has removed meanwhile gets nothing until then.")]
    public static partial void SubscriptionsNotChecked(ILogger logger, string queue, TimeSpan pause, string reason);

    [LoggerMessage(
        EventId = 6212,
        Level = LogLevel.Warning,
        Message = "It could not be noted at SQS that temporary queue {Queue} is used: {Reason} It is tried again in "
            + "{Pause}. If that fails, too, another process may delete the queue; it is made again then, without its "
            + "messages.")]
    public static partial void UseNotNoted(ILogger logger, string queue, TimeSpan pause, string reason);

    [LoggerMessage(
        EventId = 6213,
        Level = LogLevel.Warning,
        Message = "{Count} messages of queue {Queue} that are not due yet could not be put back until they are. They "
            + "are handed out again when their lock time of {LockTime} has passed. {Reason}")]
    public static partial void EarlyNotPutBack(
        ILogger logger, int count, string queue, TimeSpan lockTime, string reason);
}

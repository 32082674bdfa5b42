using Microsoft.Extensions.Logging;

namespace Messaging.PullTransport;

internal static partial class PullLog
{
    [LoggerMessage(
        EventId = 6001,
        Level = LogLevel.Warning,
        Message = "Message {MessageId} of queue {Queue} is not locked by this process any more: "
            + "it has been handed out again. The process or its connection stood still for longer than the lock time, or "
            + "the message was held for as long as the broker lets anybody hold one (12 hours at Amazon SQS). A run of it "
            + "here is broken off.")]
    public static partial void LockLost(ILogger logger, string queue, Guid messageId);

    [LoggerMessage(
        EventId = 6007,
        Level = LogLevel.Warning,
        Message = "Message {MessageId} of queue {Queue} was done with after its lock had been lost: it has been handed out "
            + "again. The process or its connection stood still for longer than the lock time, or the message was held "
            + "for as long as the broker lets anybody hold one (12 hours at Amazon SQS).")]
    public static partial void SettledTooLate(ILogger logger, string queue, Guid messageId);

    [LoggerMessage(
        EventId = 6008,
        Level = LogLevel.Error,
        Message = "Message {MessageId} of queue {Queue} could not be settled. It is handed out again within {LockTime}.")]
    public static partial void NotSettled(
        ILogger logger, Exception exception, string queue, Guid messageId, TimeSpan lockTime);

    [LoggerMessage(
        EventId = 6009,
        Level = LogLevel.Error,
        Message = "A message of queue {Queue} could not be handed to its consumers. It goes back.")]
    public static partial void NotDispatched(ILogger logger, Exception exception, string queue);

    [LoggerMessage(
        EventId = 6010,
        Level = LogLevel.Warning,
        Message = "The temporary queue {Queue} could not be told that it is in use. It is tried again.")]
    public static partial void NotKept(ILogger logger, Exception exception, string queue);

    [LoggerMessage(
        EventId = 6002,
        Level = LogLevel.Warning,
        Message = "{Count} messages of queue {Queue} could not be put back at the stop. They are handed out again when "
            + "their lock time of {LockTime} has passed.")]
    public static partial void NotPutBack(ILogger logger, string queue, int count, TimeSpan lockTime);

    [LoggerMessage(
        EventId = 6003,
        Level = LogLevel.Warning,
        Message = "Queue {Queue} cannot be received from: {Reason} Trying again.")]
    public static partial void BrokerAway(ILogger logger, string queue, string reason);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Information, Message = "Queue {Queue} is received from again.")]
    public static partial void BrokerBack(ILogger logger, string queue);

    [LoggerMessage(
        EventId = 6005,
        Level = LogLevel.Error,
        Message = "Receiving from queue {Queue} failed unexpectedly. Trying again.")]
    public static partial void ReceiveFailed(ILogger logger, Exception exception, string queue);

    [LoggerMessage(
        EventId = 6011,
        Level = LogLevel.Warning,
        Message = "What was done with messages of queue {Queue} cannot be told to the broker: {Reason} It is tried "
            + "again until it can. Until then they stay locked and take up room; without any no others are received.")]
    public static partial void NotSettledYet(ILogger logger, string queue, string reason);

    [LoggerMessage(
        EventId = 6006,
        Message = "The locks of {Count} messages of queue {Queue} could not be renewed: {Reason} It is tried again. If "
            + "that does not succeed within the lock time of {LockTime}, they are handed out again, and run twice.")]
    public static partial void RenewalFailed(
        ILogger logger,
        LogLevel level,
        Exception exception,
        int count,
        string queue,
        string reason,
        TimeSpan lockTime);
}

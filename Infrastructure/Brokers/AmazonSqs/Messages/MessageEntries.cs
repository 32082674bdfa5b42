using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>Makes of a message what SQS is given, and checks that SQS takes it.</summary>
internal sealed class MessageEntries(QueueNames names, int mostBytes)
{
    /// <summary>Messages to a FIFO queue that say nothing of their order are handed out one after the other.</summary>
    public const string DefaultGroup = "messaging";

    /// <summary>A message to a queue.</summary>
    /// <exception cref="InvalidOperationException">SQS does not take it.</exception>
    public QueuedEntry Of(OutgoingMessage message) => Of(message, names.Physical(message.Target), Id(message)) with
    {
        IsMade = true,
        DeleteWhenIdle = message.DeleteWhenIdle,
        NameFault = names.Fault(message.Target),
    };

    /// <summary>A message that was published, to one of the queues that it reaches.</summary>
    /// <exception cref="InvalidOperationException">SQS does not take it.</exception>
    public QueuedEntry OfPublished(OutgoingMessage message, string queue) => Of(message, queue, Id(message));

    /// <summary>A message that was held, to where it is moved.</summary>
    /// <exception cref="InvalidOperationException">SQS does not take it.</exception>
    public QueuedEntry OfMoved(OutgoingMessage message, SqsReceipt receipt) =>
        Of(message) with { Entry = Of(message, names.Physical(message.Target), Next(receipt)).Entry };

    /// <summary>A message that was held, back to its queue with other properties.</summary>
    /// <exception cref="InvalidOperationException">SQS does not take it.</exception>
    public QueuedEntry OfReturned(ReturnedMessage message, SqsReceipt receipt, string queue)
    {
        var content = receipt.Content with { Properties = message.Properties ?? receipt.Content.Properties };
        var again = new OutgoingMessage(
            queue, IsTopic: false, content, receipt.Priority, message.Delay, receipt.Group);
        return Of(again, queue, Next(receipt), receipt.DeliveriesBefore + 1);
    }

    private static string Id(OutgoingMessage message) => $"{message.Content.Id:N}";

    /// <summary>
    /// SQS drops what it has seen in the last five minutes. What is sent again must not be taken for it, unless it is
    /// sent twice.
    /// </summary>
    private static string Next(SqsReceipt receipt) => $"{receipt.Content.Id:N}-{receipt.DeliveriesBefore + 1}";

    private QueuedEntry Of(OutgoingMessage message, string queue, string deduplicationId, int deliveriesBefore = 0)
    {
        var wire = WireMessage.Of(message.Content, message.Priority, deliveriesBefore);
        MessageLimits.CheckSize(wire.Size, mostBytes, message.Target);
        MessageLimits.CheckDelay(message, queue);
        var isFifo = QueueNames.IsFifo(queue);
        return new QueuedEntry(queue, new SendEntry
        {
            Id = "",
            MessageBody = wire.Body,
            MessageAttributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                [WireMessage.AttributeName] = new(wire.Attribute),
            },
            DelaySeconds = message.Delay > TimeSpan.Zero ? MessageLimits.Seconds(message.Delay) : null,
            MessageGroupId = isFifo ? message.Order ?? DefaultGroup : null,
            MessageDeduplicationId = isFifo ? deduplicationId : null,
            Size = wire.Size,
        });
    }
}

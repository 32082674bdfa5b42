using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>Makes of a message what SQS is given, and checks that SQS takes it.</summary>
internal sealed class MessageEntries(QueueNames names, ServerClock clock, int mostBytes)
{
    /// <summary>Messages to a FIFO queue that say nothing of their order are handed out one after the other.</summary>
    public const string DefaultGroup = "messaging";

    // The most that SQS takes anywhere. What was sent once is rather tried than given up.
    private const int MostOfMoved = 1_048_576;

    /// <summary>A message to a queue.</summary>
    /// <exception cref="InvalidOperationException">SQS does not take it.</exception>
    public QueuedEntry Of(OutgoingMessage message) => Made(message, Id(message), mostBytes);

    /// <summary>A message that was published, to one of the queues that it reaches.</summary>
    /// <exception cref="InvalidOperationException">SQS does not take it.</exception>
    public QueuedEntry OfPublished(OutgoingMessage message, string queue) => Of(message, queue, Id(message), mostBytes);

    /// <summary>A message that was held, to where it is moved.</summary>
    public QueuedEntry OfMoved(OutgoingMessage message, SqsReceipt receipt) =>
        Made(Fitting(message), Next(receipt), MostOfMoved);

    /// <summary>A message that was held, back to its queue.</summary>
    public QueuedEntry OfReturned(ReturnedMessage message, SqsReceipt receipt, string queue)
    {
        var content = receipt.Content with { Properties = message.Properties ?? receipt.Content.Properties };
        var again = new OutgoingMessage(
            queue, IsTopic: false, content, receipt.Priority, message.Delay, receipt.Group);
        return Of(Fitting(again), queue, Next(receipt), MostOfMoved, receipt.DeliveriesBefore + 1);
    }

    /// <summary>What has been sent once must not be too long for another queue because of what was added to it.</summary>
    private OutgoingMessage Fitting(OutgoingMessage message)
    {
        var tooMuch = WireMessage.Of(message.Content, message.Priority, int.MaxValue, clock.Now).Size - mostBytes;
        return tooMuch <= 0 ? message : message with
        {
            Content = message.Content with { Properties = PropertiesCut.Shorten(message.Content.Properties, tooMuch) },
        };
    }

    private static string Id(OutgoingMessage message) => $"{message.Content.Id:N}";

    /// <summary>
    /// SQS drops what it has seen in the last five minutes. What is sent again must not be taken for it, unless it is
    /// sent twice.
    /// </summary>
    private static string Next(SqsReceipt receipt) => $"{receipt.Content.Id:N}-{receipt.DeliveriesBefore + 1}";

    /// <summary>Into a queue that is made if it is not there.</summary>
    private QueuedEntry Made(OutgoingMessage message, string deduplicationId, int most) =>
        Of(message, names.Physical(message.Target), deduplicationId, most) with
        {
            IsMade = true,
            DeleteWhenIdle = message.DeleteWhenIdle,
            Target = message.Target,
        };

    private QueuedEntry Of(
        OutgoingMessage message, string queue, string deduplicationId, int most, int deliveriesBefore = 0)
    {
        var delay = MessageDelay.Of(message.Delay, queue, clock.Now);
        var wire = WireMessage.Of(message.Content, message.Priority, deliveriesBefore, delay.Due);
        MessageSize.Check(wire.Size, most, message.Target);
        var isFifo = QueueNames.IsFifo(queue);
        return new QueuedEntry(queue, new SendEntry
        {
            Id = "",
            MessageBody = wire.Body,
            MessageAttributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                [WireMessage.AttributeName] = new(wire.Attribute),
            },
            DelaySeconds = delay.Seconds,
            MessageGroupId = isFifo ? message.Order ?? DefaultGroup : null,
            MessageDeduplicationId = isFifo ? deduplicationId : null,
            Size = wire.Size,
        });
    }
}

using System.Globalization;
using Messaging.PullTransport;
using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs;

/// <summary>Asks one queue for messages.</summary>
internal sealed class MessageRequests(
    string queue, SqsQueues queues, SqsClient client, TimeSpan lockTime, TimeProvider time, ILogger logger)
{
    private const string Count = "ApproximateReceiveCount";
    private const string SentAt = "SentTimestamp";
    private const string Group = "MessageGroupId";

    private static readonly string[] Attributes = [WireMessage.AttributeName];
    private static readonly string[] SystemAttributes = [Count, SentAt, Group];

    /// <summary>Takes up to ten messages.</summary>
    /// <param name="most">The most to take, 1 to 10.</param>
    /// <param name="wait">How long SQS may wait for one, whole seconds.</param>
    /// <exception cref="BrokerUnavailableException">SQS cannot be reached, or the queue is not there.</exception>
    /// <remarks>
    /// Cannot be given up: SQS would hand out messages all the same, to nobody, and they would be locked in vain.
    /// </remarks>
    public async Task<IReadOnlyList<HeldMessage>> Take(int most, TimeSpan wait)
    {
        var url = await queues.Get(queue, CancellationToken.None);
        var askedAt = time.GetTimestamp();
        var request = new ReceiveRequest(
            url, most, (int)wait.TotalSeconds, MessageLimits.Seconds(lockTime), Attributes, SystemAttributes);
        try
        {
            var answer = await client.Ask(SqsActions.Receive, request, CancellationToken.None, wait);
            return [.. (answer.Messages ?? []).Select(message => Read(message, askedAt))];
        }
        catch (SqsException exception) when (exception.IsQueueMissing)
        {
            throw queues.Missing(queue, exception);
        }
        catch (SqsException exception) when (exception.IsOverLimit)
        {
            SqsLog.TooManyHeld(logger, queue);
            return [];
        }
    }

    private HeldMessage Read(ReceivedMessage message, long askedAt)
    {
        var (content, priority, before) = Content(message);
        var receipt = new SqsReceipt(time, askedAt)
        {
            Handle = message.ReceiptHandle,
            LockTime = lockTime,
            Content = content,
            Priority = priority,
            DeliveriesBefore = before + (int)Math.Clamp((Number(message, Count) ?? 1) - 1, 0, int.MaxValue / 2),
            Group = message.Attributes?.GetValueOrDefault(Group),
        };
        var age = Number(message, SentAt) is { } sentAt
            ? client.Clock.Now - DateTimeOffset.FromUnixTimeMilliseconds(sentAt)
            : TimeSpan.Zero;
        return new HeldMessage(
            new MessageLock(receipt),
            content,
            priority,
            receipt.DeliveriesBefore,
            age > TimeSpan.Zero ? age : TimeSpan.Zero);
    }

    private (MessageContent Content, byte Priority, int DeliveriesBefore) Content(ReceivedMessage message)
    {
        var attribute = message.MessageAttributes?.GetValueOrDefault(WireMessage.AttributeName)?.StringValue;
        try
        {
            return new WireMessage(message.Body, attribute).Read(message.MessageId);
        }
        catch (FormatException exception)
        {
            SqsLog.MessageUnreadable(logger, queue, exception.Message);
            return new WireMessage(message.Body, null).Read(message.MessageId);
        }
    }

    private static long? Number(ReceivedMessage message, string attribute) =>
        long.TryParse(
            message.Attributes?.GetValueOrDefault(attribute),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number)
            ? number
            : null;
}

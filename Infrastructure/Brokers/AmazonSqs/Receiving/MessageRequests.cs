using System.Globalization;
using Messaging.PullTransport;
using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs;

/// <summary>Asks one queue for messages.</summary>
internal sealed class MessageRequests(
    string queue,
    SqsQueues queues,
    SqsClient client,
    Settlement settlement,
    TimeSpan lockTime,
    TimeProvider time,
    ILogger logger)
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
    /// <exception cref="WaitBrokenException">It was to wait, and was not answered.</exception>
    /// <remarks>
    /// Cannot be given up: SQS would hand out messages all the same, to nobody, and they would be locked in vain.
    /// </remarks>
    public async Task<IReadOnlyList<HeldMessage>> Take(int most, TimeSpan wait)
    {
        var url = await queues.Get(queue, CancellationToken.None);
        var askedAt = time.GetTimestamp();
        var request = new ReceiveRequest(
            url,
            most,
            (int)wait.TotalSeconds,
            MessageDelay.InSeconds(lockTime),
            Attributes,
            SystemAttributes,
            QueueNames.IsFifo(queue) ? $"{Guid.NewGuid():N}" : null);
        try
        {
            var answer = await client.Ask(SqsActions.Receive, request, CancellationToken.None, wait);
            return await WithoutEarly([.. (answer.Messages ?? []).Select(message => Read(message, askedAt))]);
        }
        catch (SqsException exception) when (exception.IsQueueMissing)
        {
            throw queues.Missing(queue, exception);
        }
        catch (SqsException exception) when (exception.IsOverLimit)
        {
            SqsLog.TooManyHeld(logger, queue);
            // SQS says so at once, and again and again.
            await Task.Delay(wait, time);
            return [];
        }
    }

    /// <summary>What is not due yet is given back until then.</summary>
    private async Task<IReadOnlyList<HeldMessage>> WithoutEarly(IReadOnlyList<(HeldMessage Message, TimeSpan Early)> taken)
    {
        var early = taken.Where(one => one.Early > TimeSpan.Zero).ToList();
        if (early.Count > 0)
        {
            await PutBack(
                [.. early.Select(one => ((SqsReceipt)one.Message.Lock.Receipt, Shorter(one.Early, SqsReceipt.Longest)))]);
        }

        return [.. taken.Where(one => one.Early <= TimeSpan.Zero).Select(one => one.Message)];
    }

    /// <summary>What fails here comes again when its lock is over; the others of the batch have come.</summary>
    private async Task PutBack(IReadOnlyList<(SqsReceipt Receipt, TimeSpan Delay)> early)
    {
        try
        {
            await settlement.PutBack(queue, early, CancellationToken.None);
        }
        catch (Exception exception) when (exception is BrokerUnavailableException or SqsException)
        {
            SqsLog.EarlyNotPutBack(logger, early.Count, queue, lockTime, exception.Message);
        }
    }

    private (HeldMessage Message, TimeSpan Early) Read(ReceivedMessage message, long askedAt)
    {
        var wire = Content(message);
        var now = client.Clock.Now;
        var sentAt = Number(message, SentAt) is { } sent ? DateTimeOffset.FromUnixTimeMilliseconds(sent) : now;
        var early = wire.Due is { } due ? MessageDelay.EarlyReceipts(sentAt, due, queue) : 0;
        var receipts = Math.Max(0, (Number(message, Count) ?? 1) - 1 - early);
        var receipt = new SqsReceipt(time, askedAt)
        {
            Handle = message.ReceiptHandle,
            LockTime = lockTime,
            SentAt = sentAt,
            Content = wire.Content,
            Priority = wire.Priority,
            DeliveriesBefore = wire.DeliveriesBefore + (int)Math.Min(receipts, int.MaxValue / 2),
            Group = message.Attributes?.GetValueOrDefault(Group),
        };
        var held = new HeldMessage(
            new MessageLock(receipt),
            wire.Content,
            wire.Priority,
            receipt.DeliveriesBefore,
            now > sentAt ? now - sentAt : TimeSpan.Zero);
        return (held, wire.Due - now ?? TimeSpan.Zero);
    }

    private WireContent Content(ReceivedMessage message)
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

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static long? Number(ReceivedMessage message, string attribute) =>
        long.TryParse(
            message.Attributes?.GetValueOrDefault(attribute),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number)
            ? number
            : null;
}

using System.Runtime.ExceptionServices;
using Messaging.PullTransport;
using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs;

/// <summary>Sends messages to queues and to all that topics reach, and says of each whether SQS has it.</summary>
internal sealed class MessagePosting(MessageEntries entries, MessageSending sending, Topics topics, ILogger logger)
{
    /// <summary>Sends messages.</summary>
    /// <exception cref="PartialSendException">Some of several were not sent.</exception>
    public async Task Send(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var failures = new Exception?[messages.Count];
        var all = new List<(int Message, QueuedEntry Entry)>(messages.Count);
        for (var index = 0; index < messages.Count; index++)
        {
            try
            {
                foreach (var entry in await EntriesOf(messages[index], cancellationToken))
                    all.Add((index, entry));
            }
            catch (Exception exception) when (IsOfMessage(exception))
            {
                failures[index] = exception;
            }
        }

        var outcomes = await sending.Send([.. all.Select(one => one.Entry)], cancellationToken);
        foreach (var ((message, _), outcome) in all.Zip(outcomes))
            failures[message] ??= outcome.Failure;

        await ForgetMissing(
            all.Zip(outcomes).Where(one => !one.Second.IsThere).Select(one => one.First.Entry.Queue), cancellationToken);
        Throw(failures);
    }

    /// <summary>Whether only one message fails by it, and the others may be sent.</summary>
    public static bool IsOfMessage(Exception exception) =>
        exception is InvalidOperationException or BrokerUnavailableException or SqsException;

    private async Task<IReadOnlyList<QueuedEntry>> EntriesOf(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (!message.IsTopic)
            return [entries.Of(message)];

        var reached = await topics.Reach(message.Target, cancellationToken);
        return [.. reached.Select(queue => entries.OfPublished(message, queue))];
    }

    /// <summary>The messages have been sent by now, so that a failure here is none of theirs.</summary>
    private async Task ForgetMissing(IEnumerable<string> missing, CancellationToken cancellationToken)
    {
        foreach (var queue in missing.Distinct(StringComparer.Ordinal))
        {
            try
            {
                await topics.Forget(queue, cancellationToken);
            }
            catch (Exception exception) when (exception is BrokerUnavailableException or SqsException)
            {
                SqsLog.SubscriptionsLeft(logger, queue, exception.Message);
            }
        }
    }

    private static void Throw(Exception?[] failures)
    {
        if (failures is [{ } only])
            ExceptionDispatchInfo.Throw(only);
        if (Array.Exists(failures, failure => failure is not null))
            throw new PartialSendException(failures);
    }
}

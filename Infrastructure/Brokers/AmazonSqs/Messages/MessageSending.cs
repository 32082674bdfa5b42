using System.Globalization;

namespace Messaging.AmazonSqs;

/// <summary>Sends to queues: in batches, several at a time, or one after the other if the queue keeps an order.</summary>
internal sealed class MessageSending(
    SqsQueues queues,
    QueueNames names,
    SqsBatches batches,
    TemporaryQueues temporary,
    int mostBytes,
    TimeProvider time)
{
    // A queue that has just been made is not known at once everywhere.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Sends what was checked.</summary>
    /// <returns>Names of queues that are not there and are not made.</returns>
    public async Task<IReadOnlyList<string>> Send(
        IReadOnlyList<QueuedEntry> messages, CancellationToken cancellationToken)
    {
        var sent = await Task.WhenAll(messages
            .GroupBy(message => message.Queue, StringComparer.Ordinal)
            .Select(group => SendTo(group.Key, [.. group], cancellationToken)));
        return [.. sent.OfType<string>()];
    }

    private async Task<string?> SendTo(
        string queue, List<QueuedEntry> messages, CancellationToken cancellationToken)
    {
        var chunks = MessageChunks.Of([.. messages.Select(message => message.Entry)], mostBytes);
        var first = messages[0];
        if (!QueueNames.IsFifo(queue))
        {
            var found = await Task.WhenAll(chunks.Select(chunk => SendChunk(queue, first, chunk, cancellationToken)));
            return Array.TrueForAll(found, isThere => isThere) ? null : queue;
        }

        foreach (var chunk in chunks)
        {
            if (!await SendChunk(queue, first, chunk, cancellationToken))
                return queue;
        }

        return null;
    }

    private async Task<bool> SendChunk(
        string queue, QueuedEntry first, IReadOnlyList<SendEntry> chunk, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var url = await Place(queue, first, cancellationToken);
            if (url is null)
                return false;

            try
            {
                var refused = await batches.Send(url, chunk, cancellationToken);
                return refused.Count == 0 ? true : throw Refused(queue, chunk.Count, refused);
            }
            catch (SqsException exception) when (exception.IsQueueMissing)
            {
                queues.Forget(queue);
                if (attempt >= Backoff.MostAttempts)
                    throw queues.Missing(queue, exception);
                if (!first.IsMade)
                    return false;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<string?> Place(string queue, QueuedEntry first, CancellationToken cancellationToken)
    {
        if (await queues.Find(queue, cancellationToken) is { } there)
            return there;
        if (!first.IsMade)
            return null;
        if (first.DeleteWhenIdle is { } idle)
            await temporary.Note(queue, idle, cancellationToken);
        else if (names.Fault(first.Target) is { } fault)
            throw new InvalidOperationException(fault);

        return await queues.Make(queue, tags: null, cancellationToken);
    }

    private static InvalidOperationException Refused(string queue, int count, IReadOnlyList<BatchFailure> refused) =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"SQS refuses {refused.Count} of {count} messages to '{queue}', and they were not sent. It says "
            + $"{refused[0].Code}: {refused[0].Message}"));
}

using Messaging.PullTransport;

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
    /// <returns>For each what became of it.</returns>
    public async Task<IReadOnlyList<SendOutcome>> Send(
        IReadOnlyList<QueuedEntry> messages, CancellationToken cancellationToken)
    {
        var outcomes = new SendOutcome[messages.Count];
        await Task.WhenAll(Enumerable.Range(0, messages.Count)
            .GroupBy(index => messages[index].Queue, StringComparer.Ordinal)
            .Select(async group =>
            {
                int[] indexes = [.. group];
                var found = await SendTo(group.Key, [.. indexes.Select(index => messages[index])], cancellationToken);
                for (var position = 0; position < indexes.Length; position++)
                    outcomes[indexes[position]] = found[position];
            }));
        return outcomes;
    }

    private async Task<IReadOnlyList<SendOutcome>> SendTo(
        string queue, List<QueuedEntry> messages, CancellationToken cancellationToken)
    {
        var chunks = MessageChunks.Of([.. messages.Select(message => message.Entry)], mostBytes);
        // A message that was published does not make the queue. One that was sent to it makes it for both.
        var maker = messages.Find(message => message.IsMade) ?? messages[0];
        if (!QueueNames.IsFifo(queue))
        {
            var found = await Task.WhenAll(chunks.Select(chunk => TrySend(queue, maker, chunk, cancellationToken)));
            return [.. found.SelectMany(outcomes => outcomes)];
        }

        // What comes after a message that is to be tried again must not overtake it.
        var all = new List<SendOutcome>(messages.Count);
        Exception? stop = null;
        foreach (var chunk in chunks)
        {
            all.AddRange(stop is null
                ? await TrySend(queue, maker, chunk, cancellationToken)
                : Enumerable.Repeat(new SendOutcome(IsThere: true, stop), chunk.Count));
            stop ??= all.Find(outcome => outcome.Failure is BrokerUnavailableException).Failure;
        }

        return all;
    }

    private async Task<IReadOnlyList<SendOutcome>> TrySend(
        string queue, QueuedEntry maker, IReadOnlyList<SendEntry> chunk, CancellationToken cancellationToken)
    {
        try
        {
            return await SendChunk(queue, maker, chunk, cancellationToken);
        }
        catch (BrokerUnavailableException exception) when (exception.InnerException is SqsException { IsForbidden: true })
        {
            // No outage: it would be tried again for ever.
            return All(chunk, new SendOutcome(IsThere: true, new InvalidOperationException(exception.Message, exception)));
        }
        catch (Exception exception) when (MessagePosting.IsOfMessage(exception))
        {
            return All(chunk, new SendOutcome(IsThere: true, exception));
        }
    }

    private async Task<IReadOnlyList<SendOutcome>> SendChunk(
        string queue, QueuedEntry maker, IReadOnlyList<SendEntry> chunk, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var url = await Place(queue, maker, cancellationToken);
            if (url is null)
                return All(chunk, new SendOutcome(IsThere: false));

            try
            {
                var failed = (await batches.Send(url, chunk, cancellationToken)).ToDictionary(
                    failure => failure.Id, StringComparer.Ordinal);
                return
                [
                    .. chunk.Select(entry => failed.TryGetValue(entry.Id, out var failure)
                        ? new SendOutcome(IsThere: true, NotSent(queue, failure))
                        : SendOutcome.Sent),
                ];
            }
            catch (SqsException exception) when (exception.IsQueueMissing)
            {
                queues.Forget(queue);
                if (attempt >= Backoff.MostAttempts)
                    throw queues.Missing(queue, exception);
                if (!maker.IsMade)
                    return All(chunk, new SendOutcome(IsThere: false));
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<string?> Place(string queue, QueuedEntry maker, CancellationToken cancellationToken)
    {
        if (await queues.Find(queue, cancellationToken) is { } there)
            return there;
        if (!maker.IsMade)
            return null;
        if (maker.DeleteWhenIdle is { } idle)
            return await PlaceTemporary(queue, idle, cancellationToken);
        if (names.Fault(maker.Target) is { } fault)
            throw new InvalidOperationException(fault);

        return await queues.Make(queue, tags: null, cancellationToken);
    }

    private async Task<string?> PlaceTemporary(string queue, TimeSpan idle, CancellationToken cancellationToken)
    {
        try
        {
            await temporary.Note(queue, idle, cancellationToken);
            return await queues.Make(queue, tags: null, cancellationToken);
        }
        catch (BrokerUnavailableException exception)
            when (exception.InnerException is SqsException { IsQueueDeletedRecently: true })
        {
            // Who was to get it has stopped and deleted it. An answer to nobody is not worth an outage of a minute.
            return null;
        }
    }

    private static Exception NotSent(string queue, BatchFailure failure) => SqsException.IsPassingFailure(failure)
        ? new BrokerUnavailableException(
            $"SQS did not take a message to '{queue}', {Backoff.MostAttempts} times in a row. It says {failure.Code}: "
            + failure.Message)
        : new InvalidOperationException(
            $"SQS refuses a message to '{queue}', and it was not sent. It says {failure.Code}: {failure.Message}");

    private static SendOutcome[] All(IReadOnlyList<SendEntry> chunk, SendOutcome outcome) =>
        [.. Enumerable.Repeat(outcome, chunk.Count)];
}

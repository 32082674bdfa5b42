using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>Does things in batches of ten. Entries that fail in passing are tried again, the others of the batch not.</summary>
internal sealed class SqsBatches(SqsClient client, TimeProvider time)
{
    /// <summary>The most entries of a batch.</summary>
    public const int Most = 10;

    /// <summary>Sends messages.</summary>
    /// <returns>Those that SQS refuses, and why.</returns>
    /// <exception cref="BrokerUnavailableException">Some could not be sent; others may have been.</exception>
    public Task<IReadOnlyList<BatchFailure>> Send(
        string url, IReadOnlyList<SendEntry> entries, CancellationToken cancellationToken) =>
        Do(SqsActions.Send, some => new SendBatch(url, some), entries, entry => entry.Id, cancellationToken);

    /// <summary>Deletes messages.</summary>
    /// <returns>Those that SQS refuses, and why.</returns>
    /// <exception cref="BrokerUnavailableException">Some could not be deleted; others may have been.</exception>
    public Task<IReadOnlyList<BatchFailure>> Delete(
        string url, IReadOnlyList<ReceiptEntry> entries, CancellationToken cancellationToken) =>
        Do(SqsActions.Delete, some => new ReceiptBatch(url, some), entries, entry => entry.Id, cancellationToken);

    /// <summary>Says when messages may be handed out again.</summary>
    /// <returns>Those that SQS refuses, and why.</returns>
    /// <exception cref="BrokerUnavailableException">It could not be said of some; of others it may have been.</exception>
    public Task<IReadOnlyList<BatchFailure>> ChangeVisibility(
        string url, IReadOnlyList<ReceiptEntry> entries, CancellationToken cancellationToken) =>
        Do(SqsActions.ChangeVisibility, some => new ReceiptBatch(url, some), entries, entry => entry.Id, cancellationToken);

    private async Task<IReadOnlyList<BatchFailure>> Do<TEntry, TRequest>(
        SqsAction<TRequest, BatchAnswer> action,
        Func<IReadOnlyList<TEntry>, TRequest> request,
        IReadOnlyList<TEntry> entries,
        Func<TEntry, string> idOf,
        CancellationToken cancellationToken)
    {
        var refused = new List<BatchFailure>();
        for (var attempt = 1; ; attempt++)
        {
            var answer = await client.Ask(action, request(entries), cancellationToken);
            var failed = answer.Failed ?? [];
            refused.AddRange(failed.Where(failure => !SqsException.IsPassingFailure(failure)));
            var passing = failed.Where(SqsException.IsPassingFailure).ToDictionary(
                failure => failure.Id, StringComparer.Ordinal);
            if (passing.Count == 0)
                return refused;
            if (attempt >= Backoff.MostAttempts)
                throw GivenUp(action.Name, passing.Count, failed.First(SqsException.IsPassingFailure));

            entries = [.. entries.Where(entry => passing.ContainsKey(idOf(entry)))];
            await Task.Delay(Backoff.After(attempt), time, cancellationToken);
        }
    }

    private static BrokerUnavailableException GivenUp(string action, int count, BatchFailure failure) =>
        new(
            $"SQS did not do {action} for {count} messages, {Backoff.MostAttempts} times in a row. "
            + $"It says {failure.Code}: {failure.Message}");
}

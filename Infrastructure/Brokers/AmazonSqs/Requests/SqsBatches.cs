using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>Does things in batches of ten. Entries that fail in passing are tried again, the others of the batch not.</summary>
internal sealed class SqsBatches(SqsClient client, TimeProvider time)
{
    /// <summary>The most entries of a batch.</summary>
    public const int Most = 10;

    /// <summary>Sends messages.</summary>
    /// <returns>Those that were not sent, and why: refused, or failed in passing again and again.</returns>
    /// <exception cref="BrokerUnavailableException">None was sent, as far as is known.</exception>
    public async Task<IReadOnlyList<BatchFailure>> Send(
        string url, IReadOnlyList<SendEntry> entries, CancellationToken cancellationToken)
    {
        var (refused, failed) = await Do(
            SqsActions.Send, some => new SendBatch(url, some), entries, entry => entry.Id, cancellationToken);
        return [.. refused, .. failed];
    }

    /// <summary>Deletes messages.</summary>
    /// <returns>Those that SQS refuses, and why.</returns>
    /// <exception cref="BrokerUnavailableException">Some could not be deleted; others may have been.</exception>
    public Task<IReadOnlyList<BatchFailure>> Delete(
        string url, IReadOnlyList<ReceiptEntry> entries, CancellationToken cancellationToken) =>
        Settle(SqsActions.Delete, url, entries, cancellationToken);

    /// <summary>Says when messages may be handed out again.</summary>
    /// <returns>Those that SQS refuses, and why.</returns>
    /// <exception cref="BrokerUnavailableException">It could not be said of some; of others it may have been.</exception>
    public Task<IReadOnlyList<BatchFailure>> ChangeVisibility(
        string url, IReadOnlyList<ReceiptEntry> entries, CancellationToken cancellationToken) =>
        Settle(SqsActions.ChangeVisibility, url, entries, cancellationToken);

    private async Task<IReadOnlyList<BatchFailure>> Settle(
        SqsAction<ReceiptBatch, BatchAnswer> action,
        string url,
        IReadOnlyList<ReceiptEntry> entries,
        CancellationToken cancellationToken)
    {
        var (refused, failed) = await Do(
            action, some => new ReceiptBatch(url, some), entries, entry => entry.Id, cancellationToken);
        return failed.Count == 0 ? refused : throw GivenUp(action.Name, failed.Count, failed[0]);
    }

    /// <summary>Asks, and again for those that failed in passing. What was done meanwhile is done, whatever comes then.</summary>
    private async Task<(List<BatchFailure> Refused, List<BatchFailure> Failed)> Do<TEntry, TRequest>(
        SqsAction<TRequest, BatchAnswer> action,
        Func<IReadOnlyList<TEntry>, TRequest> request,
        IReadOnlyList<TEntry> entries,
        Func<TEntry, string> idOf,
        CancellationToken cancellationToken)
    {
        var refused = new List<BatchFailure>();
        var passing = new List<BatchFailure>();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var failed = (await client.Ask(action, request(entries), cancellationToken)).Failed ?? [];
                refused.AddRange(failed.Where(failure => !SqsException.IsPassingFailure(failure)));
                passing = [.. failed.Where(SqsException.IsPassingFailure)];
            }
            catch (Exception exception) when (attempt > 1 && exception is (BrokerUnavailableException or SqsException))
            {
                return (refused, passing);
            }

            if (passing.Count == 0 || attempt >= Backoff.MostAttempts)
                return (refused, passing);

            var left = passing.Select(failure => failure.Id).ToHashSet(StringComparer.Ordinal);
            entries = [.. entries.Where(entry => left.Contains(idOf(entry)))];
            await Task.Delay(Backoff.After(attempt), time, cancellationToken);
        }
    }

    private static BrokerUnavailableException GivenUp(string action, int count, BatchFailure failure) =>
        new(
            $"SQS did not do {action} for {count} messages, {Backoff.MostAttempts} times in a row. "
            + $"It says {failure.Code}: {failure.Message}");
}

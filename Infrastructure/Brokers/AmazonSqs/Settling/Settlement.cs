using System.Globalization;

namespace Messaging.AmazonSqs;

/// <summary>
/// Deletes, extends and puts back what is held, ten at a time. Whether a message is still held is known here (see
/// <see cref="SqsReceipt"/>): SQS is only asked about those that are. Only deletions are tried even when the lock is over:
/// they count at SQS as long as nobody else has got the message.
/// </summary>
internal sealed class Settlement(SqsQueues queues, SqsBatches batches, TimeProvider time)
{
    /// <summary>Deletes messages.</summary>
    public Task<IReadOnlyList<bool>> Delete(
        string queue, IReadOnlyList<SqsReceipt> receipts, CancellationToken cancellationToken) => Do(
            queue,
            receipts,
            (receipt, id) => new ReceiptEntry(id, receipt.Handle),
            (url, entries) => batches.Delete(url, entries, cancellationToken),
            receipt => receipt.End(),
            cancellationToken,
            isTriedLate: true);

    /// <summary>Locks messages anew.</summary>
    public Task<IReadOnlyList<bool>> Extend(
        string queue, IReadOnlyList<SqsReceipt> receipts, CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        var times = receipts.Distinct().ToDictionary(receipt => receipt, receipt => receipt.NextExtension);
        return Do(
            queue,
            receipts,
            (receipt, id) => times[receipt] <= TimeSpan.Zero
                ? null
                : new ReceiptEntry(id, receipt.Handle, MessageDelay.InSeconds(times[receipt])),
            (url, entries) => batches.ChangeVisibility(url, entries, cancellationToken),
            receipt => receipt.Extend(at, times[receipt]),
            cancellationToken);
    }

    /// <summary>Puts messages back, each after its delay, which is within what SQS has left for it.</summary>
    public Task<IReadOnlyList<bool>> PutBack(
        string queue, IReadOnlyList<(SqsReceipt Receipt, TimeSpan Delay)> messages, CancellationToken cancellationToken)
    {
        var delays = messages.DistinctBy(message => message.Receipt).ToDictionary(
            message => message.Receipt, message => message.Delay);
        return Do(
            queue,
            [.. messages.Select(message => message.Receipt)],
            (receipt, id) => new ReceiptEntry(id, receipt.Handle, MessageDelay.InSeconds(delays[receipt])),
            (url, entries) => batches.ChangeVisibility(url, entries, cancellationToken),
            receipt => receipt.End(),
            cancellationToken);
    }

    private async Task<IReadOnlyList<bool>> Do(
        string queue,
        IReadOnlyList<SqsReceipt> receipts,
        Func<SqsReceipt, string, ReceiptEntry?> entry,
        Func<string, IReadOnlyList<ReceiptEntry>, Task<IReadOnlyList<BatchFailure>>> ask,
        Action<SqsReceipt> done,
        CancellationToken cancellationToken,
        bool isTriedLate = false)
    {
        var results = new bool[receipts.Count];
        // With the queue all locks are gone.
        if (await queues.Find(queue, cancellationToken) is not { } url)
            return results;

        bool[] held = [.. receipts.Select(receipt => receipt.IsHeld)];
        var tried = Enumerable.Range(0, receipts.Count).Where(
            index => held[index] || (isTriedLate && !receipts[index].IsOver));
        await Task.WhenAll(tried.Chunk(SqsBatches.Most).Select(async chunk =>
        {
            var entries = chunk.Select(index => entry(receipts[index], $"{index}")).OfType<ReceiptEntry>().ToList();
            if (entries.Count == 0)
                return;

            var refused = await Ask(queue, () => ask(url, entries));
            foreach (var index in entries.Where(one => refused?.Contains(one.Id) == false).Select(IndexOf))
            {
                results[index] = held[index];
                done(receipts[index]);
            }
        }));
        return results;
    }

    /// <summary>Ids of those that are refused; <c>null</c> if all are, as the queue is gone.</summary>
    private async Task<HashSet<string>?> Ask(string queue, Func<Task<IReadOnlyList<BatchFailure>>> ask)
    {
        try
        {
            return (await ask()).Select(failure => failure.Id).ToHashSet(StringComparer.Ordinal);
        }
        catch (SqsException exception) when (exception.IsQueueMissing)
        {
            queues.Forget(queue);
            return null;
        }
    }

    private static int IndexOf(ReceiptEntry entry) => int.Parse(entry.Id, CultureInfo.InvariantCulture);
}

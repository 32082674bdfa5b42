namespace Messaging.AmazonSqs;

/// <summary>
/// Removes what waits in a queue by receiving and deleting it. SQS's own purge also removes what workers hold, and what
/// comes in the minute after it.
/// </summary>
internal sealed class QueuePurge(string queue, QueueReader reader, Settlement settlement, ServerClock clock)
{
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(1);

    /// <summary>Removes what was there at the beginning.</summary>
    /// <returns>How many messages.</returns>
    public async Task<long> Run(int mostAtOnce, CancellationToken cancellationToken)
    {
        var started = clock.Now;
        var removed = 0L;
        while (true)
        {
            var taken = await reader.Receive(mostAtOnce, cancellationToken);
            // SQS may say that there is nothing although there is, unless it is given some time to look.
            if (taken.Count == 0)
            {
                await reader.Wait(LastLook, cancellationToken);
                taken = await reader.Receive(mostAtOnce, cancellationToken);
            }

            var receipts = taken.Select(message => (SqsReceipt)message.Lock.Receipt).ToLookup(
                receipt => receipt.SentAt < started);
            var (old, young) = (receipts[true].ToList(), receipts[false]);
            await settlement.PutBack(
                queue, [.. young.Select(receipt => (receipt, TimeSpan.Zero))], cancellationToken);
            removed += (await settlement.Delete(queue, old, cancellationToken)).Count(done => done);
            if (old.Count == 0)
                return removed;
        }
    }
}

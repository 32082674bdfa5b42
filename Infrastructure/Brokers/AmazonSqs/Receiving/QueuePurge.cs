using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>
/// Removes what waits in a queue by receiving and deleting it. SQS's own purge also removes what workers hold, and what
/// comes in the minute after it.
/// </summary>
internal sealed class QueuePurge(string queue, QueueReader reader, Settlement settlement, TimeProvider time)
{
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(1);

    /// <summary>Removes what was there at the beginning.</summary>
    /// <returns>How many messages.</returns>
    public async Task<long> Run(int mostAtOnce, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var removed = 0L;
        while (true)
        {
            var ago = time.GetElapsedTime(started);
            var taken = await reader.Receive(mostAtOnce, cancellationToken);
            // SQS may say that there is nothing although there is, unless it is given some time to look.
            if (taken.Count == 0)
            {
                await reader.Wait(LastLook, cancellationToken);
                taken = await reader.Receive(mostAtOnce, cancellationToken);
            }

            var old = taken.Where(message => message.Age > ago).ToList();
            var young = taken.Where(message => message.Age <= ago).Select(ReceiptOf).ToList();
            await settlement.PutBack(
                queue, [.. young.Select(receipt => (receipt, TimeSpan.Zero))], cancellationToken);
            removed += (await settlement.Delete(queue, [.. old.Select(ReceiptOf)], cancellationToken)).Count(done => done);
            if (old.Count == 0)
                return removed;
        }
    }

    private static SqsReceipt ReceiptOf(HeldMessage message) => (SqsReceipt)message.Lock.Receipt;
}

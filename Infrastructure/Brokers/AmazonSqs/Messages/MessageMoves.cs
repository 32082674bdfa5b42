using System.Runtime.ExceptionServices;
using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>
/// Puts messages back and moves them. What SQS cannot change in place is sent first and deleted then: a process that dies
/// in between leaves two of it, never none.
/// </summary>
internal sealed class MessageMoves(MessageEntries entries, MessageSending sending, Settlement settlement)
{
    /// <summary>Puts messages back.</summary>
    /// <returns>For each whether it was still locked.</returns>
    public async Task<IReadOnlyList<bool>> Return(
        string queue, IReadOnlyList<ReturnedMessage> messages, CancellationToken cancellationToken)
    {
        var results = new bool[messages.Count];
        var unchanged = Indexes(messages, message => !IsSentAgain(message));
        var changed = Indexes(messages, IsSentAgain);
        await Task.WhenAll(
            Fill(results, unchanged, settlement.PutBack(
                queue, [.. unchanged.Select(index => (ReceiptOf(messages[index]), messages[index].Delay))], cancellationToken)),
            Fill(results, changed, SendAgain(queue, [.. changed.Select(index => messages[index])], cancellationToken)));
        return results;
    }

    /// <summary>Moves a message.</summary>
    /// <returns>Whether it was still locked.</returns>
    public async Task<bool> Move(
        string queue, SqsReceipt receipt, OutgoingMessage target, CancellationToken cancellationToken)
    {
        if (!receipt.IsHeld && receipt.SentTo is null)
            return false;

        var entry = entries.OfMoved(target, receipt);
        if (receipt.SentTo != entry.Queue)
        {
            Throw((await sending.Send([entry], cancellationToken))[0]);
            receipt.SentTo = entry.Queue;
        }

        return (await settlement.Delete(queue, [receipt], cancellationToken))[0];
    }

    private async Task<IReadOnlyList<bool>> SendAgain(
        string queue, IReadOnlyList<ReturnedMessage> messages, CancellationToken cancellationToken)
    {
        SqsReceipt[] receipts = [.. messages.Select(ReceiptOf)];
        var unsent = Indexes(receipts, receipt => receipt.IsHeld && receipt.SentTo != queue);
        var outcomes = await sending.Send(
            [.. unsent.Select(index => entries.OfReturned(messages[index], receipts[index], queue))], cancellationToken);
        foreach (var (index, _) in unsent.Zip(outcomes).Where(one => one.Second is { IsThere: true, Failure: null }))
            receipts[index].SentTo = queue;
        foreach (var outcome in outcomes)
            Throw(outcome);

        // What was not sent, as the queue is gone, is gone with it, and not deleted from one that was made anew.
        var results = new bool[messages.Count];
        var sent = Indexes(receipts, receipt => receipt.SentTo == queue);
        await Fill(results, sent, settlement.Delete(queue, [.. sent.Select(index => receipts[index])], cancellationToken));
        return results;
    }

    private static void Throw(SendOutcome outcome)
    {
        if (outcome.Failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    private static async Task Fill(bool[] results, int[] indexes, Task<IReadOnlyList<bool>> some)
    {
        var found = await some;
        for (var position = 0; position < indexes.Length; position++)
            results[indexes[position]] = found[position];
    }

    private static bool IsSentAgain(ReturnedMessage message) =>
        message.Properties is not null || message.Delay > ReceiptOf(message).Left;

    private static int[] Indexes<T>(IReadOnlyList<T> items, Func<T, bool> isWanted) =>
        [.. Enumerable.Range(0, items.Count).Where(index => isWanted(items[index]))];

    private static SqsReceipt ReceiptOf(ReturnedMessage message) => (SqsReceipt)message.Lock.Receipt;
}

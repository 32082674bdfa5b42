using Messaging.PullTransport;
using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs;

/// <summary>Messages of a queue that are held and that nobody has been given yet.</summary>
internal sealed class SpareMessages(
    string queue, Settlement settlement, TimeSpan lockTime, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly LinkedList<HeldMessage> messages = new();
    private readonly CancellationTokenSource stopped = new();
    private Task putting = Task.CompletedTask;

    public bool IsEmpty
    {
        get
        {
            lock (gate)
                return messages.Count == 0;
        }
    }

    public IReadOnlyList<HeldMessage> Take(int limit)
    {
        lock (gate)
        {
            var taken = messages.Take(limit).ToList();
            for (var count = 0; count < taken.Count; count++)
                messages.RemoveFirst();
            return taken;
        }
    }

    public void Add(IReadOnlyList<HeldMessage> added)
    {
        if (added.Count == 0)
            return;

        lock (gate)
        {
            var nodes = added.Select(messages.AddLast).ToList();
            putting = Task.WhenAll(putting, PutBackLater(nodes));
        }
    }

    /// <summary>Puts back what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        Task last;
        lock (gate)
            last = putting;
        await last;
        stopped.Dispose();
    }

    private async Task PutBackLater(List<LinkedListNode<HeldMessage>> added)
    {
        await Task.Delay(lockTime / 3, time, stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var left = new List<(SqsReceipt Receipt, TimeSpan Delay)>();
        lock (gate)
        {
            foreach (var node in added.Where(node => node.List is not null))
            {
                messages.Remove(node);
                left.Add(((SqsReceipt)node.Value.Lock.Receipt, TimeSpan.Zero));
            }
        }

        if (left.Count > 0)
            await PutBack(left);
    }

    private async Task PutBack(List<(SqsReceipt Receipt, TimeSpan Delay)> left)
    {
        try
        {
            await settlement.PutBack(queue, left, CancellationToken.None);
        }
        catch (Exception exception) when (exception is BrokerUnavailableException or SqsException)
        {
            SqsLog.NotPutBack(logger, left.Count, queue, lockTime, exception.Message);
        }
    }
}

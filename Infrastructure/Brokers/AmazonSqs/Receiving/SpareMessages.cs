using Messaging.PullTransport;
using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs;

/// <summary>
/// Messages of a queue that are held and that nobody has been given yet. Whoever may have them somewhere else does not
/// wait for long: what is not taken goes back after seconds.
/// </summary>
internal sealed class SpareMessages(
    string queue, Settlement settlement, TimeSpan lockTime, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    private readonly Lock gate = new();
    private readonly Queue<(HeldMessage Message, long At)> messages = new();
    private readonly CancellationTokenSource stopped = new();
    private readonly TimeSpan kept = lockTime / 3 < Longest ? lockTime / 3 : Longest;
    private Task watch = Task.CompletedTask;
    private bool isWatched;

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
            var taken = new List<HeldMessage>(Math.Min(limit, messages.Count));
            while (taken.Count < limit && messages.TryDequeue(out var first))
                taken.Add(first.Message);
            return taken;
        }
    }

    public void Add(IReadOnlyList<HeldMessage> added)
    {
        if (added.Count == 0)
            return;

        lock (gate)
        {
            var now = time.GetTimestamp();
            foreach (var message in added)
                messages.Enqueue((message, now));
            if (isWatched)
                return;

            isWatched = true;
            watch = PutBackWhatStays(kept);
        }
    }

    /// <summary>Puts back what is left.</summary>
    public Task PutBack() => PutBack(Take(int.MaxValue));

    /// <summary>Puts back what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        Task last;
        lock (gate)
            last = watch;
        await last;
        await PutBack();
        stopped.Dispose();
    }

    private async Task PutBackWhatStays(TimeSpan first)
    {
        for (TimeSpan? left = first; left is { } pause; left = UntilNext())
        {
            await Task.Delay(pause, time, stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await PutBack(TakeOld());
        }
    }

    private List<HeldMessage> TakeOld()
    {
        lock (gate)
        {
            var old = new List<HeldMessage>();
            while (messages.TryPeek(out var oldest) && Left(oldest.At) <= TimeSpan.Zero)
                old.Add(messages.Dequeue().Message);
            return old;
        }
    }

    /// <summary>How long the oldest may stay; <c>null</c> if there is none, or all are put back by who stops.</summary>
    private TimeSpan? UntilNext()
    {
        lock (gate)
        {
            isWatched = !stopped.IsCancellationRequested && messages.Count > 0;
            if (!isWatched)
                return null;

            // A timer may be a moment early.
            var left = Left(messages.Peek().At);
            return left > Shortest ? left : Shortest;
        }
    }

    private TimeSpan Left(long at) => kept - time.GetElapsedTime(at);

    private async Task PutBack(IReadOnlyList<HeldMessage> left)
    {
        if (left.Count == 0)
            return;

        try
        {
            await settlement.PutBack(
                queue,
                [.. left.Select(message => ((SqsReceipt)message.Lock.Receipt, TimeSpan.Zero))],
                CancellationToken.None);
        }
        catch (Exception exception) when (exception is BrokerUnavailableException or SqsException)
        {
            SqsLog.NotPutBack(logger, left.Count, queue, lockTime, exception.Message);
        }
    }
}

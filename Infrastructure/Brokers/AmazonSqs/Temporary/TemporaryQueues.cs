using System.Collections.Concurrent;
using Messaging.PullTransport;
using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs;

/// <summary>
/// Queues that are deleted when nobody uses them. SQS has no such queues, so:
/// <list type="number">
/// <item>whoever makes one notes it at SQS first (see <see cref="TemporaryQueue"/>);</item>
/// <item>whoever uses it notes the time, at most four times in its idle time;</item>
/// <item>the process that made it deletes it at its end, unless another one uses it too;</item>
/// <item>every process that has one looks now and then for those that were used too long ago (<see cref="QueueSweep"/>).
/// </item>
/// </list>
/// </summary>
internal sealed class TemporaryQueues(
    SqsQueues queues, QueueNames names, Topics topics, ServerClock clock, TimeProvider time, ILogger logger)
{
    // SQS allows fifty tags on a queue. What is beyond is removed by those who publish to it in vain.
    private const int MostSubscriptions = 40;

    private readonly string self = $"{Guid.NewGuid():N}";
    private readonly ConcurrentDictionary<string, Use> used = new(StringComparer.Ordinal);

    /// <summary>The shortest time that one of this process's may be idle; <c>null</c> if it has none.</summary>
    public TimeSpan? ShortestIdle => used.IsEmpty ? null : used.Values.Min(use => use.Idle);

    /// <summary>A queue is about to be made that this process is to receive from.</summary>
    public async Task Declare(string queue, TimeSpan idle, CancellationToken cancellationToken)
    {
        var name = names.Internal(TemporaryQueue.NameOf(queue));
        var known = TemporaryQueue.Read(await queues.Tags(name, cancellationToken));
        var isShared = known is not null && known.Owner != self && known.Owner.Length > 0
            && clock.Now - known.Kept < known.Idle;
        await Put(queue, idle, isShared ? "shared" : self, cancellationToken);
        used[queue] = new Use(idle, time.GetTimestamp(), known?.Subscriptions ?? []);
    }

    /// <summary>A queue is about to be made that somebody else has received from, and does not any more.</summary>
    public Task Note(string queue, TimeSpan idle, CancellationToken cancellationToken) =>
        Put(queue, idle, owner: "none", cancellationToken);

    /// <summary>A queue is used, if it is one of these.</summary>
    /// <exception cref="BrokerUnavailableException">It has been deleted meanwhile.</exception>
    public async ValueTask Keep(string queue, CancellationToken cancellationToken)
    {
        if (!used.TryGetValue(queue, out var use) || time.GetElapsedTime(use.KeptAt) < use.Idle / 4)
            return;

        used[queue] = use with { KeptAt = time.GetTimestamp() };
        try
        {
            await Tag(queue, TemporaryQueue.KeptTag, TemporaryQueue.Text(clock.Now), cancellationToken);
        }
        catch (BrokerUnavailableException exception) when (exception.InnerException is SqsException { IsPassing: true })
        {
            // There are two more times before it has been idle for too long.
            SqsLog.UseNotNoted(logger, queue, use.Idle / 4, exception.Message);
        }
    }

    /// <summary>Notes what a queue is subscribed to, if it is one of these.</summary>
    public async Task Add(string queue, Subscription subscription, CancellationToken cancellationToken)
    {
        if (!used.TryGetValue(queue, out var use) || use.Subscriptions.ContainsKey(subscription)
            || use.Subscriptions.Count >= MostSubscriptions)
        {
            return;
        }

        await Tag(queue, TemporaryQueue.TagOf(subscription), "subscribed", cancellationToken);
        use.Subscriptions.TryAdd(subscription, 0);
    }

    /// <summary>Deletes those that only this process uses.</summary>
    public async Task DeleteOwn(CancellationToken cancellationToken)
    {
        foreach (var queue in used.Keys)
        {
            var known = TemporaryQueue.Read(
                await queues.Tags(names.Internal(TemporaryQueue.NameOf(queue)), cancellationToken));
            if (known?.Owner == self)
                await Delete(known, cancellationToken);
            used.TryRemove(queue, out _);
        }
    }

    /// <summary>Deletes a queue if nobody has used it for too long.</summary>
    /// <param name="name">What stands for it at SQS.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The queue that was deleted, if it was.</returns>
    public async Task<string?> DeleteIfIdle(string name, CancellationToken cancellationToken)
    {
        var known = TemporaryQueue.Read(await queues.Tags(name, cancellationToken));
        if (known is null || clock.Now - known.Kept <= known.Idle)
            return null;

        await Delete(known, cancellationToken);
        return known.Queue;
    }

    /// <summary>What stands for it goes last, so that a deletion that is broken off is gone on with.</summary>
    private async Task Delete(TemporaryQueue queue, CancellationToken cancellationToken)
    {
        foreach (var subscription in queue.Subscriptions)
            await topics.Remove(subscription, cancellationToken);
        await queues.Delete(queue.Queue, cancellationToken);
        await queues.Delete(names.Internal(TemporaryQueue.NameOf(queue.Queue)), cancellationToken);
    }

    private async Task Put(string queue, TimeSpan idle, string owner, CancellationToken cancellationToken)
    {
        var tags = new TemporaryQueue { Queue = queue, Idle = idle, Kept = clock.Now, Owner = owner }.Tags;
        var name = names.Internal(TemporaryQueue.NameOf(queue));
        if (await queues.Find(name, cancellationToken) is null)
            await queues.Make(name, tags, cancellationToken);
        else
            await queues.Tag(name, tags, cancellationToken);
    }

    private Task Tag(string queue, string tag, string value, CancellationToken cancellationToken) => queues.Tag(
        names.Internal(TemporaryQueue.NameOf(queue)),
        new Dictionary<string, string>(StringComparer.Ordinal) { [tag] = value },
        cancellationToken);

    /// <summary>A queue that this process uses.</summary>
    /// <param name="Idle">How long it may be idle.</param>
    /// <param name="KeptAt">When its use was noted last.</param>
    /// <param name="Noted">What its tags say that it is subscribed to.</param>
    private sealed record Use(TimeSpan Idle, long KeptAt, IEnumerable<Subscription> Noted)
    {
        public ConcurrentDictionary<Subscription, byte> Subscriptions { get; } =
            new(Noted.Select(subscription => KeyValuePair.Create(subscription, (byte)0)));
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Messaging.PullTransport;
using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs;

/// <summary>
/// Who gets what is published. Each subscription is kept at SQS (see <see cref="Subscription"/>) and remembered here for
/// a few seconds. So a sender may miss a subscription that was made by another process within
/// <see cref="RememberedFor"/> before, or that SQS does not list yet.
/// </summary>
internal sealed class Topics(
    SqsQueues queues, QueueNames names, ServerClock clock, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<string, Remembered> remembered = new(StringComparer.Ordinal);
    private readonly KnownNames<string> queueOf = new();

    private readonly ConcurrentDictionary<string, long> checkedAt = new(StringComparer.Ordinal);

    // Those of this process count at once, whatever SQS lists. Each with whether its tags say when its queue was made.
    private readonly ConcurrentDictionary<Subscription, bool> own = new();

    /// <summary>How old what is known of a topic may be.</summary>
    public static TimeSpan RememberedFor { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time until it is asked for again what could not be had.</summary>
    public static TimeSpan LongestPause { get; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How old a subscription of a queue that is not there has to be before it is removed: a queue that has just been
    /// made is not known at once everywhere.
    /// </summary>
    public static TimeSpan KeptWithoutQueue { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a receiver looks whether its subscriptions are there.</summary>
    public static TimeSpan CheckedAfter { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Subscribes a queue, by its name at SQS, or a topic.</summary>
    public async Task<Subscription> Add(string topic, string target, bool isTopic, CancellationToken cancellationToken)
    {
        var subscription = new Subscription(QueueNames.Hash(topic), QueueNames.Hash(target), isTopic);
        var name = names.Internal(subscription.Name);
        var tags = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Subscription.TimeTag] = clock.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        };
        if (!isTopic)
            tags[Subscription.QueueTag] = queueOf.Set(subscription.Target, target);

        // Not what is remembered: whoever subscribes anew does so because it may be gone. Tags are throttled for the
        // whole account, so that none is put on twice.
        queues.Forget(name);
        if (await queues.Find(name, cancellationToken) is null)
            await queues.Make(name, tags, cancellationToken);
        else if (!own.GetValueOrDefault(subscription))
            await queues.Tag(name, tags, cancellationToken);

        own[subscription] = true;
        return subscription;
    }

    /// <summary>A queue is about to be made anew: what leads to it is to be as young as it is.</summary>
    public void Renew(string queue)
    {
        foreach (var subscription in OfQueue(queue))
            own.TryUpdate(subscription, false, true);
    }

    /// <summary>Looks now and then whether what this process has subscribed its queue to is there still.</summary>
    /// <exception cref="BrokerUnavailableException">
    /// Somebody has removed it; it is to be declared anew. Or SQS cannot be reached.
    /// </exception>
    public async ValueTask Keep(string queue, CancellationToken cancellationToken)
    {
        if (own.IsEmpty)
            return;

        if (time.GetElapsedTime(checkedAt.GetOrAdd(queue, static (_, clock) => clock.GetTimestamp(), time)) < CheckedAfter)
            return;

        checkedAt[queue] = time.GetTimestamp();
        try
        {
            foreach (var name in OfQueue(queue).Select(subscription => names.Internal(subscription.Name)))
            {
                queues.Forget(name);
                await queues.Get(name, cancellationToken);
            }
        }
        catch (BrokerUnavailableException exception) when (exception.InnerException is SqsException { IsPassing: true })
        {
            SqsLog.SubscriptionsNotChecked(logger, queue, CheckedAfter, exception.Message);
        }
    }

    /// <summary>Removes a subscription.</summary>
    public async Task Remove(Subscription subscription, CancellationToken cancellationToken)
    {
        own.TryRemove(subscription, out _);
        await queues.Delete(names.Internal(subscription.Name), cancellationToken);
        if (remembered.TryGetValue(subscription.Topic, out var known))
        {
            var left = known with { Subscriptions = [.. known.Subscriptions.Where(one => one != subscription)] };
            remembered.TryUpdate(subscription.Topic, left, known);
        }
    }

    /// <summary>Names at SQS of all queues that a topic reaches, each once.</summary>
    public async Task<IReadOnlyCollection<string>> Reach(string topic, CancellationToken cancellationToken)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal) { QueueNames.Hash(topic) };
        var open = new Queue<string>(seen);
        while (open.TryDequeue(out var next))
        {
            foreach (var subscription in await Of(next, cancellationToken))
            {
                if (subscription.IsTopic && seen.Add(subscription.Target))
                    open.Enqueue(subscription.Target);
                else if (!subscription.IsTopic && await QueueOf(subscription, cancellationToken) is { } queue)
                    reached.Add(queue);
            }
        }

        return reached;
    }

    /// <summary>A queue that messages were to reach is not there: what leads to it is removed unless it is young.</summary>
    public async Task Forget(string queue, CancellationToken cancellationToken)
    {
        var subscriptions = remembered.Values
            .SelectMany(known => known.Subscriptions)
            .Where(one => !one.IsTopic && one.Target == QueueNames.Hash(queue));
        foreach (var subscription in subscriptions.ToList())
        {
            var tags = await queues.Tags(names.Internal(subscription.Name), cancellationToken);
            if (tags is null || (AgeOf(tags) > KeptWithoutQueue && await IsGone(queue, cancellationToken)))
                await Remove(subscription, cancellationToken);
        }
    }

    private IEnumerable<Subscription> OfQueue(string queue)
    {
        var target = QueueNames.Hash(queue);
        return own.Keys.Where(one => !one.IsTopic && one.Target == target);
    }

    /// <summary>Asks once more: its receiver may have made it anew meanwhile.</summary>
    private async Task<bool> IsGone(string queue, CancellationToken cancellationToken)
    {
        queues.Forget(queue);
        return await queues.Find(queue, cancellationToken) is null;
    }

    private TimeSpan AgeOf(IReadOnlyDictionary<string, string> tags) =>
        tags.TryGetValue(Subscription.TimeTag, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? clock.Now - DateTimeOffset.FromUnixTimeSeconds(seconds)
            : TimeSpan.Zero;

    private async Task<IEnumerable<Subscription>> Of(string topic, CancellationToken cancellationToken)
    {
        if (!remembered.TryGetValue(topic, out var known))
            known = remembered[topic] = await List(topic, cancellationToken);
        else if (time.GetElapsedTime(known.At) >= known.For)
            known = remembered[topic] = await ListOrKeep(topic, known, cancellationToken);

        return known.Subscriptions.Union(own.Keys.Where(subscription => subscription.Topic == topic));
    }

    /// <summary>What is known is better than nothing, and who asks for too much is to ask for less.</summary>
    private async Task<Remembered> ListOrKeep(string topic, Remembered known, CancellationToken cancellationToken)
    {
        try
        {
            return await List(topic, cancellationToken);
        }
        catch (Exception exception) when (exception is BrokerUnavailableException or SqsException)
        {
            var pause = known.For * 2 < LongestPause ? known.For * 2 : LongestPause;
            SqsLog.SubscriptionsNotListed(logger, pause, exception.Message);
            return known with { At = time.GetTimestamp(), For = pause };
        }
    }

    private async Task<Remembered> List(string topic, CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        var found = await queues.List(names.Internal(Subscription.NamesOf(topic)), cancellationToken);
        var subscriptions = found.Select(name => Subscription.Read(topic, name[names.Prefix.Length..]));
        return new Remembered(at, RememberedFor, [.. subscriptions.OfType<Subscription>()]);
    }

    /// <summary>The queue of a subscription never changes, so that it is asked for once.</summary>
    private async Task<string?> QueueOf(Subscription subscription, CancellationToken cancellationToken)
    {
        if (queueOf.TryGet(subscription.Target, out var known))
            return known;

        var tags = await queues.Tags(names.Internal(subscription.Name), cancellationToken);
        return tags?.GetValueOrDefault(Subscription.QueueTag) is { } queue
            ? queueOf.Set(subscription.Target, queue)
            : null;
    }

    private sealed record Remembered(long At, TimeSpan For, IReadOnlyList<Subscription> Subscriptions);
}

using System.Collections.Concurrent;
using System.Globalization;

namespace Messaging.AmazonSqs;

/// <summary>
/// Who gets what is published. Each subscription is kept at SQS (see <see cref="Subscription"/>) and remembered here for
/// a few seconds. So a sender may miss a subscription that was made by another process within
/// <see cref="RememberedFor"/> before, or that SQS does not list yet.
/// </summary>
internal sealed class Topics(SqsQueues queues, QueueNames names, ServerClock clock, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Remembered> remembered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> queueOf = new(StringComparer.Ordinal);

    // Those of this process count at once, whatever SQS lists.
    private readonly ConcurrentDictionary<Subscription, byte> own = new();

    /// <summary>How old what is known of a topic may be.</summary>
    public static TimeSpan RememberedFor { get; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How old a subscription of a queue that is not there has to be before it is removed: a queue that has just been
    /// made is not known at once everywhere.
    /// </summary>
    public static TimeSpan KeptWithoutQueue { get; } = TimeSpan.FromMinutes(5);

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
            tags[Subscription.QueueTag] = queueOf[subscription.Target] = target;

        if (await queues.Find(name, cancellationToken) is null)
            await queues.Make(name, tags, cancellationToken);
        else
            await queues.Tag(name, tags, cancellationToken);

        own.TryAdd(subscription, 0);
        return subscription;
    }

    /// <summary>Removes a subscription.</summary>
    public async Task Remove(Subscription subscription, CancellationToken cancellationToken)
    {
        own.TryRemove(subscription, out _);
        await queues.Delete(names.Internal(subscription.Name), cancellationToken);
        remembered.TryRemove(subscription.Topic, out _);
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
            if (tags is null || AgeOf(tags) > KeptWithoutQueue)
                await Remove(subscription, cancellationToken);
        }
    }

    private TimeSpan AgeOf(IReadOnlyDictionary<string, string> tags) =>
        tags.TryGetValue(Subscription.TimeTag, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? clock.Now - DateTimeOffset.FromUnixTimeSeconds(seconds)
            : TimeSpan.Zero;

    private async Task<IEnumerable<Subscription>> Of(string topic, CancellationToken cancellationToken)
    {
        if (!remembered.TryGetValue(topic, out var known) || time.GetElapsedTime(known.At) >= RememberedFor)
            known = remembered[topic] = await List(topic, cancellationToken);

        return known.Subscriptions.Union(own.Keys.Where(subscription => subscription.Topic == topic));
    }

    private async Task<Remembered> List(string topic, CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        var found = await queues.List(names.Internal(Subscription.NamesOf(topic)), cancellationToken);
        var subscriptions = found.Select(name => Subscription.Read(topic, name[names.Prefix.Length..]));
        return new Remembered(at, [.. subscriptions.OfType<Subscription>()]);
    }

    /// <summary>The queue of a subscription never changes, so that it is asked for once.</summary>
    private async Task<string?> QueueOf(Subscription subscription, CancellationToken cancellationToken)
    {
        if (queueOf.TryGetValue(subscription.Target, out var known))
            return known;

        var tags = await queues.Tags(names.Internal(subscription.Name), cancellationToken);
        return tags?.GetValueOrDefault(Subscription.QueueTag) is { } queue
            ? queueOf[subscription.Target] = queue
            : null;
    }

    private sealed record Remembered(long At, IReadOnlyList<Subscription> Subscriptions);
}

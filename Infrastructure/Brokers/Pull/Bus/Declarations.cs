using System.Collections.Concurrent;
using MassTransit.SqlTransport.Topology;

namespace Messaging.PullTransport;

/// <summary>
/// What publishers need of topics. Noted when MassTransit says so, made before the first message to a topic, and made again
/// after an outage: once a second at most, and once for all who publish to it.
/// </summary>
internal sealed class Declarations(IPullBroker broker, Outages outages, TimeProvider clock)
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, byte> topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TopicSubscription, byte> subscriptions = new();
    private readonly ConcurrentDictionary<string, long> declared = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly Dictionary<string, Task> underWay = new(StringComparer.Ordinal);

    public void Note(Topic topic) => topics.TryAdd(topic.TopicName, 0);

    public void Note(TopicToTopicSubscription subscription) =>
        Note(new TopicSubscription(subscription.Source.TopicName, subscription.Destination.TopicName, IsTopic: true));

    public void Note(TopicToQueueSubscription subscription) =>
        Note(new TopicSubscription(subscription.Source.TopicName, subscription.Destination.QueueName, IsTopic: false));

    /// <summary>Makes a topic and what it is subscribed to, unless that was done since the last outage.</summary>
    /// <exception cref="BrokerUnavailableException">The broker is away.</exception>
    public ValueTask Declare(string topic, CancellationToken cancellationToken) =>
        IsDeclared(topic) ? ValueTask.CompletedTask : new ValueTask(DeclareAnew(topic, cancellationToken));

    private bool IsDeclared(string topic) => declared.TryGetValue(topic, out var at)
        && (!outages.AnySince(at) || clock.GetElapsedTime(at) < Enough);

    private Task DeclareAnew(string topic, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!underWay.TryGetValue(topic, out var work))
                underWay.Add(topic, work = Task.Run(() => DeclareForAll(topic), CancellationToken.None));
            return work.WaitAsync(cancellationToken);
        }
    }

    private async Task DeclareForAll(string topic)
    {
        try
        {
            var now = clock.GetTimestamp();
            var reached = Reached(topic);
            foreach (var name in reached.Where(topics.ContainsKey))
                await broker.DeclareTopic(name, CancellationToken.None);
            foreach (var subscription in subscriptions.Keys.Where(found => reached.Contains(found.Topic)))
                await broker.Subscribe(subscription, CancellationToken.None);

            declared[topic] = now;
        }
        catch (BrokerUnavailableException)
        {
            outages.Add();
            throw;
        }
        finally
        {
            lock (gate)
                underWay.Remove(topic);
        }
    }

    /// <summary>The topic, and those that it passes messages on to.</summary>
    private HashSet<string> Reached(string topic)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { topic };
        var open = new Queue<string>([topic]);
        while (open.TryDequeue(out var next))
        {
            foreach (var subscription in subscriptions.Keys.Where(found => found.IsTopic && found.Topic == next))
            {
                if (reached.Add(subscription.Target))
                    open.Enqueue(subscription.Target);
            }
        }

        return reached;
    }

    private void Note(TopicSubscription subscription)
    {
        if (subscriptions.TryAdd(subscription, 0))
            declared.TryRemove(subscription.Topic, out _);
    }
}

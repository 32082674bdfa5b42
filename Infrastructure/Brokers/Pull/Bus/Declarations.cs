using System.Collections.Concurrent;
using MassTransit.SqlTransport.Topology;

namespace Messaging.PullTransport;

/// <summary>
/// What senders need of queues and topics. Noted when MassTransit says so, made before the first message to a topic,
/// and made again after every outage.
/// </summary>
internal sealed class Declarations(IPullBroker broker, Outages outages)
{
    private readonly ConcurrentDictionary<string, TimeSpan?> queues = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TopicSubscription, byte> subscriptions = new();
    private readonly ConcurrentDictionary<string, int> declared = new(StringComparer.Ordinal);

    public void Note(Queue queue) => queues[queue.QueueName] = queue.AutoDeleteOnIdle;

    public void Note(Topic topic) => topics.TryAdd(topic.TopicName, 0);

    public void Note(TopicToTopicSubscription subscription) =>
        Note(new TopicSubscription(subscription.Source.TopicName, subscription.Destination.TopicName, IsTopic: true));

    public void Note(TopicToQueueSubscription subscription) =>
        Note(new TopicSubscription(subscription.Source.TopicName, subscription.Destination.QueueName, IsTopic: false));

    /// <summary>How long a queue may be idle before it is deleted; <c>null</c> for ever.</summary>
    public TimeSpan? IdleTimeOf(string queue) => queues.GetValueOrDefault(queue);

    /// <summary>Makes a topic and what it is subscribed to, unless that was done since the last outage.</summary>
    /// <exception cref="BrokerUnavailableException">The broker is away.</exception>
    public ValueTask Declare(string topic, CancellationToken cancellationToken)
    {
        var outage = outages.Count;
        return declared.TryGetValue(topic, out var at) && at == outage
            ? ValueTask.CompletedTask
            : new ValueTask(DeclareAnew(topic, outage, cancellationToken));
    }

    private async Task DeclareAnew(string topic, int outage, CancellationToken cancellationToken)
    {
        var reached = Reached(topic);
        foreach (var name in reached.Where(topics.ContainsKey))
            await broker.DeclareTopic(name, cancellationToken);
        foreach (var subscription in subscriptions.Keys.Where(one => reached.Contains(one.Topic)))
            await broker.Subscribe(subscription, cancellationToken);

        declared[topic] = outage;
    }

    /// <summary>The topic, and those that it passes messages on to.</summary>
    private HashSet<string> Reached(string topic)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { topic };
        var open = new Queue<string>([topic]);
        while (open.TryDequeue(out var next))
        {
            foreach (var subscription in subscriptions.Keys.Where(one => one.IsTopic && one.Topic == next))
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

using MassTransit.SqlTransport.Configuration;
using MassTransit.SqlTransport.Topology;

namespace Messaging.PullTransport;

/// <summary>What an endpoint needs to be there: its queue, and what is subscribed to it.</summary>
internal sealed class EndpointTopology(SqlReceiveSettings settings, BrokerTopology topology, IPullBroker broker)
{
    /// <summary>Makes what is not there.</summary>
    /// <exception cref="BrokerUnavailableException">The broker is away.</exception>
    public async Task Declare(CancellationToken cancellationToken)
    {
        await broker.DeclareQueue(
            new QueueDeclaration(settings.QueueName, settings.AutoDeleteOnIdle), cancellationToken);
        foreach (var topic in topology.Topics)
            await broker.DeclareTopic(topic.TopicName, cancellationToken);
        foreach (var subscription in topology.TopicSubscriptions)
            await Subscribe(subscription.Source, subscription.Destination.TopicName, isTopic: true, cancellationToken);
        foreach (var subscription in topology.QueueSubscriptions)
            await Subscribe(subscription.Source, subscription.Destination.QueueName, isTopic: false, cancellationToken);
    }

    private Task Subscribe(Topic source, string target, bool isTopic, CancellationToken cancellationToken) =>
        broker.Subscribe(new TopicSubscription(source.TopicName, target, isTopic), cancellationToken);
}

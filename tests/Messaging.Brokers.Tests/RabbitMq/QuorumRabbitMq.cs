using Messaging.BrokerTests;
using Messaging.Hosting;
using Messaging.RabbitMq;
using Messaging.Testing;

namespace Messaging.Brokers.Tests;

/// <summary>RabbitMQ with quorum queues.</summary>
public sealed class QuorumRabbitMq : BrokerUnderTest
{
    /// <inheritdoc/>
    public override IBrokerProvider Provider => new RabbitMqBrokerProvider();

    /// <inheritdoc/>
    public override Uri Address => new(TestServers.Amqp);
}

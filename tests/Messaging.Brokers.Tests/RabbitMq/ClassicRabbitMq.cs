using Messaging.BrokerTests;
using Messaging.Hosting;
using Messaging.RabbitMq;
using Messaging.Testing;

namespace Messaging.Brokers.Tests;

/// <summary>RabbitMQ with classic queues.</summary>
public sealed class ClassicRabbitMq : BrokerUnderTest
{
    /// <inheritdoc/>
    public override IBrokerProvider Provider => new RabbitMqBrokerProvider();

    /// <inheritdoc/>
    public override Uri Address => new($"{TestServers.Amqp}?queueType=classic");
}

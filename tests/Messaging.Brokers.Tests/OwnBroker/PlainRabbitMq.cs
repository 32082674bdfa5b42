using Messaging.BrokerTests;
using Messaging.Hosting;
using Messaging.RabbitMq;
using Messaging.Samples.OwnBroker;
using Messaging.Testing;

namespace Messaging.Brokers.Tests;

/// <summary>MassTransit's own transport for RabbitMQ, as the sample plugs it in.</summary>
public sealed class PlainRabbitMq : BrokerUnderTest
{
    private readonly IBroker operators = new RabbitMqBrokerProvider().Create(new Uri(TestServers.Amqp));

    /// <inheritdoc/>
    public override IBrokerProvider Provider => new PlainRabbitBrokerProvider();

    /// <inheritdoc/>
    public override Uri Address => new UriBuilder(TestServers.Amqp) { Scheme = "rabbit" }.Uri;

    /// <summary>The sample's broker cannot tell.</summary>
    public override IBrokerQueues? QueuesOf(IBroker broker) => operators.Queues;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)operators).DisposeAsync();
        await base.DisposeAsync();
    }
}

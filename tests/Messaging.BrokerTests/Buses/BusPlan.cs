using MassTransit;
using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>The receive endpoints of a bus, as Messaging makes them.</summary>
internal sealed class BusPlan(IBroker broker, IBusFactoryConfigurator bus)
{
    /// <summary>A durable queue with one consumer; of published messages too, if it <paramref name="subscribes"/>.</summary>
    public void Receive<TMessage>(
        string queue,
        Received<TMessage> received,
        int? prefetch = null,
        int? concurrency = null,
        bool subscribes = false)
        where TMessage : class => Receive(queue, endpoint =>
        {
            endpoint.ConfigureConsumeTopology = subscribes;
            endpoint.PrefetchCount = prefetch ?? endpoint.PrefetchCount;
            endpoint.ConcurrentMessageLimit = concurrency;
            endpoint.Handler<TMessage>(received.Consume);
        });

    /// <summary>A durable queue.</summary>
    public void Receive(string queue, Action<IReceiveEndpointConfigurator> configure) =>
        bus.ReceiveEndpoint(queue, endpoint =>
        {
            broker.ConfigureQueue(endpoint);
            configure(endpoint);
        });

    /// <summary>A durable queue whose messages nobody tries to read.</summary>
    public void ReceiveBytes(string queue, ReceivedBytes received) => Receive(queue, endpoint =>
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        endpoint.DiscardSkippedMessages();
        endpoint.ConfigureReceive(pipe => pipe.UseFilter(received));
    });

    /// <summary>A queue that goes away with its bus.</summary>
    public void ReceiveTemporarily<TMessage>(
        string queue, Received<TMessage> received, Action<IReceiveEndpointConfigurator> configure)
        where TMessage : class => bus.ReceiveEndpoint(new TemporaryQueue(queue), null, endpoint =>
        {
            configure(endpoint);
            endpoint.Handler<TMessage>(received.Consume);
        });
}

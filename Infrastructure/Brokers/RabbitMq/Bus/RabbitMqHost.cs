using MassTransit.RabbitMqTransport;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.Util;
using Messaging.Hosting;

namespace Messaging.RabbitMq;

/// <summary>MassTransit's host on RabbitMQ, whose connections are ours, see <see cref="LiveConnection"/>.</summary>
internal sealed class RabbitMqHost : RabbitMqHostConfiguration, IRabbitMqHostConfiguration
{
    private readonly Recycle<IConnectionContextSupervisor> connections;

    public RabbitMqHost(
        IRabbitMqBusConfiguration bus, IRabbitMqTopologyConfiguration topology, ClosedQueues closedQueues)
        : base(bus, topology)
    {
        ClosedQueues = closedQueues;
        connections = new Recycle<IConnectionContextSupervisor>(() => new ConnectionSupervisor(this, topology));
    }

    /// <summary>The queues that are not to be consumed at the moment.</summary>
    public ClosedQueues ClosedQueues { get; }

    // MassTransit asks for it by the interface only.
    IConnectionContextSupervisor IRabbitMqHostConfiguration.ConnectionContextSupervisor => connections.Supervisor;
}

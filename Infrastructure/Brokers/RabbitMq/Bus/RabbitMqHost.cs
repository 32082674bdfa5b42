using MassTransit.RabbitMqTransport;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.Util;

namespace Messaging.RabbitMq;

/// <summary>MassTransit's host on RabbitMQ, whose connections are ours, see <see cref="LiveConnection"/>.</summary>
internal sealed class RabbitMqHost : RabbitMqHostConfiguration, IRabbitMqHostConfiguration
{
    private readonly Recycle<IConnectionContextSupervisor> connections;

    public RabbitMqHost(IRabbitMqBusConfiguration bus, IRabbitMqTopologyConfiguration topology)
        : base(bus, topology)
    {
        connections = new Recycle<IConnectionContextSupervisor>(() => new ConnectionSupervisor(this, topology));
    }

    // MassTransit asks for it by the interface only.
    IConnectionContextSupervisor IRabbitMqHostConfiguration.ConnectionContextSupervisor => connections.Supervisor;
}

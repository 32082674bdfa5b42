using MassTransit.RabbitMqTransport;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.Transports;

namespace Messaging.RabbitMq;

/// <summary>Keeps the one connection of the bus. How messages are sent over it is MassTransit's.</summary>
internal sealed class ConnectionSupervisor(RabbitMqHost host, IRabbitMqTopologyConfiguration topology)
    : TransportPipeContextSupervisor<ConnectionContext>(new ConnectionMaker(host)), IConnectionContextSupervisor
{
    // Makes send transports for the channels that it is given. It never connects by itself.
    private readonly ConnectionContextSupervisor transports = new(host, topology);

    public Uri NormalizeAddress(Uri address) => transports.NormalizeAddress(address);

    public Task<ISendTransport> CreateSendTransport(
        RabbitMqReceiveEndpointContext receiveEndpointContext,
        IChannelContextSupervisor channelContextSupervisor,
        Uri address) =>
        transports.CreateSendTransport(receiveEndpointContext, channelContextSupervisor, address);

    public Task<ISendTransport> CreatePublishTransport<T>(
        RabbitMqReceiveEndpointContext receiveEndpointContext, IChannelContextSupervisor channelContextSupervisor)
        where T : class =>
        transports.CreatePublishTransport<T>(receiveEndpointContext, channelContextSupervisor);
}

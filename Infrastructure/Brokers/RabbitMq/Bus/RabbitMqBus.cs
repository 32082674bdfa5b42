using MassTransit;
using MassTransit.Configuration;
using MassTransit.Observables;
using MassTransit.RabbitMqTransport.Configuration;
using Messaging.Hosting;

namespace Messaging.RabbitMq;

/// <summary>
/// MassTransit's bus on RabbitMQ, on our topology and our connections. Puts the same parts together as
/// <see cref="RabbitMqBusConfiguration"/>, which cannot be given another host.
/// </summary>
internal sealed class RabbitMqBus : RabbitMqEndpointConfiguration, IRabbitMqBusConfiguration
{
    private readonly BusObservable observers = new();

    public RabbitMqBus(IRabbitMqTopologyConfiguration topology, ClosedQueues closedQueues)
        : base(topology)
    {
        HostConfiguration = new RabbitMqHost(this, topology, closedQueues);
        BusEndpointConfiguration = CreateEndpointConfiguration(isBusEndpoint: true);
    }

    public IRabbitMqHostConfiguration HostConfiguration { get; }

    public IRabbitMqEndpointConfiguration BusEndpointConfiguration { get; }

    IHostConfiguration IBusConfiguration.HostConfiguration => HostConfiguration;

    IEndpointConfiguration IBusConfiguration.BusEndpointConfiguration => BusEndpointConfiguration;

    IBusObserver IBusConfiguration.BusObservers => observers;

    public ConnectHandle ConnectBusObserver(IBusObserver observer) => observers.Connect(observer);

    public ConnectHandle ConnectEndpointConfigurationObserver(IEndpointConfigurationObserver observer) =>
        HostConfiguration.ConnectEndpointConfigurationObserver(observer);
}

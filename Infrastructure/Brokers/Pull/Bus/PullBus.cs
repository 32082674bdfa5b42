using MassTransit;
using MassTransit.Configuration;
using MassTransit.Observables;
using MassTransit.SqlTransport.Configuration;

namespace Messaging.PullTransport;

/// <summary>
/// MassTransit's bus, whose host makes our endpoints. Puts the same parts together as
/// <see cref="SqlBusConfiguration"/>, which cannot be given another host.
/// </summary>
internal sealed class PullBus : SqlEndpointConfiguration, ISqlBusConfiguration
{
    private readonly BusObservable observers = new();

    public PullBus(ISqlTopologyConfiguration topology)
        : base(topology)
    {
        Host = new PullHost(this, topology);
        BusEndpointConfiguration = CreateEndpointConfiguration(isBusEndpoint: true);
    }

    public PullHost Host { get; }

    public ISqlHostConfiguration HostConfiguration => Host;

    public ISqlEndpointConfiguration BusEndpointConfiguration { get; }

    IHostConfiguration IBusConfiguration.HostConfiguration => Host;

    IEndpointConfiguration IBusConfiguration.BusEndpointConfiguration => BusEndpointConfiguration;

    IBusObserver IBusConfiguration.BusObservers => observers;

    public ConnectHandle ConnectBusObserver(IBusObserver observer) => observers.Connect(observer);

    public ConnectHandle ConnectEndpointConfigurationObserver(IEndpointConfigurationObserver observer) =>
        Host.ConnectEndpointConfigurationObserver(observer);
}

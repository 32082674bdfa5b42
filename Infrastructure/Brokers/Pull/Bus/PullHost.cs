using MassTransit;
using MassTransit.Configuration;
using MassTransit.SqlTransport.Configuration;

namespace Messaging.PullTransport;

/// <summary>MassTransit's host, whose endpoints receive by <see cref="PullReceiver"/>.</summary>
internal sealed class PullHost : SqlHostConfiguration, ISqlHostConfiguration
{
    private readonly ISqlBusConfiguration bus;

    public PullHost(ISqlBusConfiguration bus, ISqlTopologyConfiguration topology)
        : base(bus, topology)
    {
        this.bus = bus;
    }

    /// <summary>What the endpoints work with. Set before the first is made.</summary>
    public PullRuntime Runtime { get; set; } = null!;

    /// <summary>A send is tried again soon, and until who sends gives up.</summary>
    public override IRetryPolicy ReceiveTransportRetryPolicy { get; } = Retry.CreatePolicy(policy =>
    {
        policy.Handle<ConnectionException>();
        policy.Exponential(
            int.MaxValue, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(50));
    });

    public override void ReceiveEndpoint(
        IEndpointDefinition definition,
        IEndpointNameFormatter? endpointNameFormatter,
        Action<ISqlReceiveEndpointConfigurator>? configureEndpoint = null)
    {
        var queue = definition.GetEndpointName(endpointNameFormatter ?? DefaultEndpointNameFormatter.Instance);
        ReceiveEndpoint(queue, endpoint =>
        {
            ApplyEndpointDefinition(endpoint, definition);
            configureEndpoint?.Invoke(endpoint);
        });
    }

    public override void ReceiveEndpoint(
        string queueName, Action<ISqlReceiveEndpointConfigurator> configureEndpoint) =>
        Create(queueName, configureEndpoint);

    public override IReceiveEndpointConfiguration CreateReceiveEndpointConfiguration(
        string queueName, Action<IReceiveEndpointConfigurator>? configure) =>
        Create(queueName, configure);

    ISqlReceiveEndpointConfiguration ISqlHostConfiguration.CreateReceiveEndpointConfiguration(
        string queueName, Action<ISqlReceiveEndpointConfigurator>? configure) =>
        Create(queueName, configure);

    ISqlReceiveEndpointConfiguration ISqlHostConfiguration.CreateReceiveEndpointConfiguration(
        SqlReceiveSettings settings,
        ISqlEndpointConfiguration endpointConfiguration,
        Action<ISqlReceiveEndpointConfigurator>? configure) =>
        Create(settings, endpointConfiguration, configure);

    private PullEndpoint Create(string queue, Action<ISqlReceiveEndpointConfigurator>? configure)
    {
        var configuration = bus.CreateEndpointConfiguration();
        return Create(new SqlReceiveSettings(configuration, queue), configuration, configure);
    }

    private PullEndpoint Create(
        SqlReceiveSettings settings,
        ISqlEndpointConfiguration configuration,
        Action<ISqlReceiveEndpointConfigurator>? configure)
    {
        var endpoint = new PullEndpoint(this, settings, configuration);
        configure?.Invoke(endpoint);
        Observers.EndpointConfigured(endpoint);
        Add(endpoint);
        return endpoint;
    }
}

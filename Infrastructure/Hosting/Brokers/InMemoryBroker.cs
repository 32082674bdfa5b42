using MassTransit;
using MassTransit.InMemoryTransport.Configuration;

namespace Messaging.Hosting;

/// <summary>MassTransit's in-memory transport: one process, nothing kept.</summary>
internal sealed class InMemoryBroker : IBroker
{
    public string Address => "memory:";

    /// <summary>A delay is a timer of the process.</summary>
    public BrokerFeatures Features => BrokerFeatures.Order | BrokerFeatures.Delays;

    public Uri QueueAddress(string queue) => new($"queue:{queue}");

    public Task<string?> FindFault(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public void SetPriority(SendContext context, byte priority)
    {
        // The in-memory transport has no priorities; docs/brokers.md says so.
    }

    public IRegistrationBusFactory CreateBusFactory(
        Action<IBusRegistrationContext, IBusFactoryConfigurator> configure) =>
        new InMemoryRegistrationBusFactory(baseAddress: null, (context, bus) =>
        {
            configure(context, bus);
            bus.ConfigureEndpoints(context);
        });

    public void ConfigureQueue(IReceiveEndpointConfigurator endpoint)
    {
        // Nothing to make durable.
    }
}

/// <summary>Provides <c>memory:</c>.</summary>
internal sealed class InMemoryBrokerProvider : IBrokerProvider
{
    public IReadOnlyList<string> Schemes { get; } = ["memory"];

    public IEnumerable<string> Faults(Uri address) => [];

    public IBroker Create(Uri address) => new InMemoryBroker();
}

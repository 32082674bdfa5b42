using MassTransit;

namespace Messaging.BrokerTests;

/// <summary>A queue that goes away with its bus, as those for replies and commands are.</summary>
internal sealed class TemporaryQueue(string name) : IEndpointDefinition
{
    public bool IsTemporary => true;

    public int? PrefetchCount => null;

    public int? ConcurrentMessageLimit => null;

    public bool ConfigureConsumeTopology => true;

    public string GetEndpointName(IEndpointNameFormatter formatter) => name;

    public void Configure<T>(T configurator, IRegistrationContext? context = null)
        where T : IReceiveEndpointConfigurator
    {
        // All of it is done where the endpoint is added.
    }
}

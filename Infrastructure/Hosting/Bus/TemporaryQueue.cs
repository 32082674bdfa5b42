using MassTransit;

namespace Messaging.Hosting;

/// <summary>A queue that goes away with its process.</summary>
internal sealed class TemporaryQueue(string name, bool subscribe) : IEndpointDefinition
{
    public bool IsTemporary => true;

    public int? PrefetchCount => 1_000;

    public int? ConcurrentMessageLimit => null;

    public bool ConfigureConsumeTopology => subscribe;

    public string GetEndpointName(IEndpointNameFormatter formatter) => name;

    public void Configure<T>(T configurator, IRegistrationContext? context = null)
        where T : IReceiveEndpointConfigurator
    {
        // All of it is done where the endpoint is added.
    }
}

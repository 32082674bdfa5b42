using MassTransit;

namespace Messaging.Benchmarks;

/// <summary>MassTransit's own configuration of each broker.</summary>
internal static class PlainTransport
{
    public static void Use(IBusRegistrationConfigurator massTransit, SideSettings settings, string queue, bool consumes)
    {
        var address = new Uri(settings.Servers.Broker);
        if (settings.Servers.IsBrokerInProcess)
        {
            massTransit.UsingInMemory((context, bus) =>
            {
                CompactJson(bus);
                if (consumes)
                    bus.ReceiveEndpoint(queue, endpoint => Configure(endpoint, context, settings));
            });
            return;
        }

        massTransit.UsingRabbitMq((context, bus) =>
        {
            bus.Host(address.Host, (ushort)address.Port, "/", host =>
            {
                var user = address.UserInfo.Split(':');
                host.Username(user[0]);
                host.Password(user[1]);
                host.PublisherConfirmation = true;
            });
            CompactJson(bus);
            if (consumes)
            {
                bus.ReceiveEndpoint(queue, endpoint =>
                {
                    endpoint.SetQuorumQueue();
                    Configure(endpoint, context, settings);
                });
            }
        });
    }

    private static void CompactJson(IBusFactoryConfigurator bus) => bus.ConfigureJsonSerializerOptions(json =>
    {
        json.WriteIndented = false;
        return json;
    });

    private static void Configure(
        IReceiveEndpointConfigurator endpoint, IRegistrationContext context, SideSettings settings)
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PrefetchCount = settings.Prefetch;
        endpoint.ConcurrentMessageLimit = settings.Prefetch;
        endpoint.ConfigureConsumer<PlainConsumer>(context);
    }
}

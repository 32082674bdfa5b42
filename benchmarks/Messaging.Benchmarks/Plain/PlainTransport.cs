using MassTransit;

namespace Messaging.Benchmarks;

/// <summary>MassTransit's own configuration of each broker.</summary>
internal static class PlainTransport
{
    /// <summary>Has a bus use the broker.</summary>
    /// <param name="massTransit">The bus's registration.</param>
    /// <param name="settings">Servers and sizes.</param>
    /// <param name="queue">The queue that it consumes.</param>
    /// <param name="consume">Adds the queue's consumer; <c>null</c> if the bus only sends.</param>
    public static void Use(
        IBusRegistrationConfigurator massTransit,
        HostSettings settings,
        string queue,
        Action<IReceiveEndpointConfigurator, IRegistrationContext>? consume)
    {
        var address = new Uri(settings.Servers.Broker);
        if (settings.Servers.IsBrokerInProcess)
        {
            massTransit.UsingInMemory((context, bus) =>
            {
                CompactJson(bus);
                Consume(bus, context);
            });
            return;
        }

        if (BrokerKind.Of(settings.Servers.Broker).Transport is { } transport)
        {
            // The transport is ours, nothing else: no task, no tracker.
            PlainBus.Use(massTransit, transport, address, (context, bus) =>
            {
                CompactJson(bus);
                Consume(bus, context);
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
            Consume(bus, context);
        });

        void Consume(IReceiveConfigurator bus, IRegistrationContext context)
        {
            if (consume is null)
                return;

            bus.ReceiveEndpoint(queue, endpoint =>
            {
                (endpoint as IRabbitMqReceiveEndpointConfigurator)?.SetQuorumQueue();
                endpoint.ConfigureConsumeTopology = false;
                endpoint.PrefetchCount = settings.Prefetch;
                endpoint.ConcurrentMessageLimit = settings.Prefetch;
                consume(endpoint, context);
            });
        }
    }

    /// <summary>Where to send to a queue.</summary>
    public static Uri QueueAddress(HostSettings settings, string queue) =>
        new($"{(BrokerKind.Of(settings.Servers.Broker).Transport is null ? "exchange" : "queue")}:{queue}");

    private static void CompactJson(IBusFactoryConfigurator bus) => bus.ConfigureJsonSerializerOptions(json =>
    {
        json.WriteIndented = false;
        return json;
    });
}

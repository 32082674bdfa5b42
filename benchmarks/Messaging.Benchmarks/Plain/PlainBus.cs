using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;
using Messaging.Hosting;
using Messaging.PostgreSql;
using Messaging.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Benchmarks;

/// <summary>
/// MassTransit's bus on a broker for which MassTransit itself has no transport: on ours, without anything else of ours.
/// </summary>
internal sealed class PlainBus(Action<IBusRegistrationContext, IBusFactoryConfigurator> configure)
    : IRegistrationBusFactory
{
    private static readonly IBrokerProvider[] Providers = [new RedisBrokerProvider(), new PostgresBrokerProvider()];

    /// <summary>Whether a broker is such a one.</summary>
    public static bool IsFor(Uri broker) => Find(broker) is not null;

    /// <summary>Makes a broker; <c>null</c> if it is none of these.</summary>
    public static IBroker? Create(Uri broker) => Find(broker)?.Create(broker);

    /// <summary>Has a bus use the broker.</summary>
    public static void Use(
        IBusRegistrationConfigurator massTransit,
        Uri broker,
        Action<IBusRegistrationContext, IBusFactoryConfigurator> configure)
    {
        // The container closes it.
        massTransit.AddSingleton(_ => Create(broker)!);
        massTransit.SetBusFactory(new PlainBus(configure));
    }

    public IBusInstance CreateBus(
        IBusRegistrationContext context, IEnumerable<IBusInstanceSpecification> specifications, string busName) =>
        context.GetRequiredService<IBroker>().CreateBusFactory(configure).CreateBus(context, specifications, busName);

    private static IBrokerProvider? Find(Uri broker) =>
        Array.Find(Providers, provider => provider.Schemes.Contains(broker.Scheme, StringComparer.Ordinal));
}

using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;
using Messaging.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Benchmarks;

/// <summary>
/// MassTransit's bus on a broker for which MassTransit itself has no transport: on ours, without anything else of ours.
/// </summary>
internal sealed class PlainBus(Action<IBusRegistrationContext, IBusFactoryConfigurator> configure)
    : IRegistrationBusFactory
{
    /// <summary>Has a bus use the broker.</summary>
    public static void Use(
        IBusRegistrationConfigurator massTransit,
        IBrokerProvider transport,
        Uri broker,
        Action<IBusRegistrationContext, IBusFactoryConfigurator> configure)
    {
        // The container closes it.
        massTransit.AddSingleton(_ => transport.Create(broker));
        massTransit.SetBusFactory(new PlainBus(configure));
    }

    public IBusInstance CreateBus(
        IBusRegistrationContext context, IEnumerable<IBusInstanceSpecification> specifications, string busName) =>
        context.GetRequiredService<IBroker>().CreateBusFactory(configure).CreateBus(context, specifications, busName);
}

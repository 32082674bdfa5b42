using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Hosting;

/// <summary>Leaves the choice of the transport until the configuration is known.</summary>
internal sealed class BusFactory : IRegistrationBusFactory
{
    public IBusInstance CreateBus(
        IBusRegistrationContext context, IEnumerable<IBusInstanceSpecification> specifications, string busName)
    {
        var endpoints = context.GetRequiredService<BusEndpoints>();
        var factory = context.GetRequiredService<IBroker>().CreateBusFactory(endpoints.Configure);

        return factory.CreateBus(context, specifications, busName);
    }
}

using MassTransit;
using MassTransit.Configuration;
using MassTransit.SqlTransport.Configuration;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.PullTransport;

/// <summary>Makes MassTransit's bus, as <see cref="SqlRegistrationBusFactory"/> does, on our host.</summary>
internal sealed class PullBusRegistration : TransportRegistrationBusFactory<ISqlReceiveEndpointConfigurator>
{
    private readonly PullBus bus;
    private readonly PullBroker broker;
    private readonly Action<IBusRegistrationContext, IBusFactoryConfigurator> configure;

    public PullBusRegistration(PullBroker broker, Action<IBusRegistrationContext, IBusFactoryConfigurator> configure)
        : this(new PullBus(new SqlTopologyConfiguration(SqlBusFactory.CreateMessageTopology())), broker, configure)
    {
    }

    private PullBusRegistration(
        PullBus bus, PullBroker broker, Action<IBusRegistrationContext, IBusFactoryConfigurator> configure)
        : base(bus.HostConfiguration)
    {
        this.bus = bus;
        this.broker = broker;
        this.configure = configure;
    }

    public override IBusInstance CreateBus(
        IBusRegistrationContext context, IEnumerable<IBusInstanceSpecification> specifications, string busName)
    {
        var clock = context.GetService<TimeProvider>() ?? TimeProvider.System;
        var logger = context.GetRequiredService<ILoggerFactory>().CreateLogger("Messaging.Broker");
        bus.Host.Runtime = broker.Run(clock, logger);

        var configurator = new SqlBusFactoryConfigurator(bus);
        configurator.Host(new PullHostSettings(bus.Host.Runtime));
        return CreateBus<SqlBusFactoryConfigurator, ISqlBusFactoryConfigurator>(
            configurator,
            context,
            (_, sql) =>
            {
                configure(context, sql);
                sql.ConfigureEndpoints(context);
            },
            specifications);
    }
}

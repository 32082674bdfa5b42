using MassTransit;
using MassTransit.Configuration;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.Transports;
using Messaging.Hosting;

namespace Messaging.RabbitMq;

/// <summary>
/// Makes MassTransit's bus on RabbitMQ, as <see cref="RabbitMqRegistrationBusFactory"/> does, on our topology.
/// </summary>
internal sealed class RabbitMqBusRegistration : TransportRegistrationBusFactory<IRabbitMqReceiveEndpointConfigurator>
{
    private readonly RabbitMqBus bus;
    private readonly RabbitMqAddress address;
    private readonly Action<IBusRegistrationContext, IBusFactoryConfigurator> configure;

    public RabbitMqBusRegistration(
        RabbitMqAddress address,
        ClosedQueues closedQueues,
        Action<IBusRegistrationContext, IBusFactoryConfigurator> configure)
        : this(new RabbitMqBus(new RabbitMqTopology(address.QueueType), closedQueues), address, configure)
    {
    }

    private RabbitMqBusRegistration(
        RabbitMqBus bus,
        RabbitMqAddress address,
        Action<IBusRegistrationContext, IBusFactoryConfigurator> configure)
        : base(bus.HostConfiguration)
    {
        this.bus = bus;
        this.address = address;
        this.configure = configure;
    }

    public override IBusInstance CreateBus(
        IBusRegistrationContext context, IEnumerable<IBusInstanceSpecification> specifications, string busName)
    {
        var configurator = new RabbitMqBusFactoryConfigurator(bus);
        configurator.Host(address.Host, address.Port, address.VirtualHost, "Messaging", host =>
        {
            host.Username(address.User);
            host.Password(address.Password);
            host.PublisherConfirmation = true;
            // A connection that is cut without a word is found out within four times this time.
            host.Heartbeat(TimeSpan.FromSeconds(10));
            if (address.IsSecure)
                host.UseSsl(tls => tls.ServerName = address.Host);
        });

        return CreateBus<RabbitMqBusFactoryConfigurator, IRabbitMqBusFactoryConfigurator>(
            configurator,
            context,
            (_, rabbit) =>
            {
                configure(context, rabbit);
                rabbit.ConfigureEndpoints(context);
            },
            specifications);
    }
}

using MassTransit;
using MassTransit.RabbitMqTransport.Configuration;
using Messaging.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Samples.OwnBroker;

/// <summary>MassTransit's own transport for RabbitMQ. Any other transport of MassTransit is put in the same way.</summary>
internal sealed class PlainRabbitBroker(Uri address) : IBroker
{
    /// <summary>What people see: no password.</summary>
    public string Address => $"rabbit://{address.Host}:{address.Port}{address.AbsolutePath}";

    /// <summary>What the suite holds it to.</summary>
    public BrokerFeatures Features => BrokerFeatures.Processes | BrokerFeatures.Durable | BrokerFeatures.Order;

    /// <summary>The transport declares the queue when it first sends there, as the endpoint that receives will.</summary>
    public Uri QueueAddress(string queue) => new($"queue:{queue}");

    /// <summary>Says what is wrong before anything waits for it.</summary>
    public async Task<string?> FindFault(CancellationToken cancellationToken)
    {
        try
        {
            var factory = new ConnectionFactory { Uri = address, AutomaticRecoveryEnabled = false };
            await using var connection = await factory.CreateConnectionAsync(cancellationToken);
            return null;
        }
        catch (BrokerUnreachableException exception)
        {
            return $"{exception.GetBaseException().Message.TrimEnd('.')}.";
        }
    }

    public void SetPriority(SendContext context, byte priority)
    {
        // Queues without x-max-priority have none, and Features does not say otherwise.
    }

    public IRegistrationBusFactory CreateBusFactory(Action<IBusRegistrationContext, IBusFactoryConfigurator> configure) =>
        new RabbitMqRegistrationBusFactory((context, bus) =>
        {
            bus.Host(address);
            configure(context, bus);
            bus.ConfigureEndpoints(context);
        });

    public void ConfigureQueue(IReceiveEndpointConfigurator endpoint)
    {
        // The transport's queues are durable; what is set here has to agree with QueueAddress.
    }
}

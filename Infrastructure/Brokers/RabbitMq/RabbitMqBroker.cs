using MassTransit;
using Messaging.Hosting;
using RabbitMQ.Client.Exceptions;

namespace Messaging.RabbitMq;

/// <summary>One RabbitMQ virtual host.</summary>
internal sealed class RabbitMqBroker(RabbitMqAddress address) : IBroker, IAsyncDisposable
{
    private readonly RabbitMqManagement management = new(address);

    public string Address { get; } = address.ToString();

    /// <summary>RabbitMQ 4 gives quorum queues two levels of priority, which is not enough to say that it has any.</summary>
    public BrokerFeatures Features =>
        BrokerFeatures.Processes | BrokerFeatures.Durable | BrokerFeatures.Order | BrokerFeatures.Depth | BrokerFeatures.Pause
        | (address.QueueType == RabbitMqQueueType.Quorum ? BrokerFeatures.DeliveryCount : BrokerFeatures.Priorities);

    public IBrokerQueues Queues => management;

    public ClosedQueues ClosedQueues { get; } = new();

    public Uri QueueAddress(string queue) => new($"queue:{queue}");

    public Uri QuestionAddress(string queue) => RabbitMqQueues.QuestionAddress(queue);

    /// <summary>Connects anew, so that a wrong password is found out and told from a dead server.</summary>
    public async Task<string?> FindFault(CancellationToken cancellationToken)
    {
        var factory = RabbitMqConnections.Factory(address, "Messaging (probe)");
        try
        {
            await using var connection = await factory.CreateConnectionAsync(cancellationToken);
            return null;
        }
        catch (BrokerUnreachableException exception)
        {
            return Sentence(exception.GetBaseException());
        }
        catch (OperationInterruptedException exception)
        {
            return Sentence(exception);
        }
    }

    public void SetPriority(SendContext context, byte priority) => context.TrySetPriority(priority);

    public IRegistrationBusFactory CreateBusFactory(
        Action<IBusRegistrationContext, IBusFactoryConfigurator> configure) =>
        new RabbitMqBusRegistration(address, ClosedQueues, configure);

    /// <summary>Quorum queues count; classic ones do not.</summary>
    public int? DeliveriesBefore(ReceiveContext message) =>
        message.TransportHeaders.Get<long>("x-delivery-count") is { } count ? (int)Math.Min(count, int.MaxValue) : null;

    public void ConfigureQueue(IReceiveEndpointConfigurator endpoint)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
            RabbitMqQueues.Declare(rabbit, address.QueueType);
    }

    /// <summary>As senders declare it, see <see cref="RabbitMqQueues.QuestionAddress"/>.</summary>
    public void ConfigureQuestions(IReceiveEndpointConfigurator endpoint)
    {
        // A durable classic queue without arguments is what MassTransit declares by itself.
    }

    public ValueTask DisposeAsync() => management.DisposeAsync();

    private static string Sentence(Exception exception) =>
        exception.Message.EndsWith('.') ? exception.Message : exception.Message + ".";
}

using MassTransit;
using MassTransit.RabbitMqTransport;
using MassTransit.RabbitMqTransport.Topology;

namespace Messaging.RabbitMq;

/// <summary>
/// MassTransit declares the queue of a <c>queue:</c> address when it first sends there, always as a classic queue
/// without arguments. This gives it the arguments that the receiving side uses, so that whoever comes first declares
/// the queue rightly, and nothing is sent into the void before the first worker starts. It is declared again after each
/// reconnection, on a new and empty broker too.
/// </summary>
internal sealed class RabbitMqSendTopologyWithQueues(RabbitMqQueueType queueType)
    : RabbitMqSendTopology(RabbitMqEntityNameValidator.Validator), IRabbitMqSendTopologyConfigurator
{
    SendSettings IRabbitMqSendTopology.GetSendSettings(RabbitMqEndpointAddress address)
    {
        var settings = new RabbitMqSendSettings(address);
        if (address is { BindToQueue: true, Durable: true, AutoDelete: false }
            && !RabbitMqQueues.IsOfQuestions(address))
        {
            RabbitMqQueues.Declare(settings.QueueArguments, queueType);
        }

        return settings;
    }
}

using MassTransit;
using Messaging.Producers;

namespace Messaging.Hosting;

/// <summary>One broker at one address: the port that every broker package fills.</summary>
public interface IBroker : IBrokerConnection
{
    /// <summary>What it can do that not all brokers can.</summary>
    BrokerFeatures Features => BrokerFeatures.None;

    /// <summary>What operators ask it; <c>null</c> if it has no answers.</summary>
    IBrokerQueues? Queues => null;

    /// <summary>
    /// Where Messaging says which queues this process is not to take messages from, for the one bus that the broker makes.
    /// While a queue is closed the broker fetches nothing from it, gives back what it has fetched and not handed to
    /// anybody, and lets run and settles what it has handed over; its endpoint stays, and another may be made. Default:
    /// <c>null</c>, of a broker that cannot do that (<see cref="BrokerFeatures.Pause"/>): the queue's endpoint is stopped
    /// instead, and what runs for longer than <c>Worker:StopTimeout</c> is cancelled then.
    /// </summary>
    ClosedQueues? ClosedQueues => null;

    /// <summary>Makes the factory of MassTransit's bus on this broker.</summary>
    /// <param name="configure">
    /// Adds Messaging's endpoints; to be called while the bus is configured, before <c>ConfigureEndpoints</c>.
    /// </param>
    IRegistrationBusFactory CreateBusFactory(Action<IBusRegistrationContext, IBusFactoryConfigurator> configure);

    /// <summary>How often the broker has handed a message out before.</summary>
    /// <param name="message">A message that it says it has handed out before.</param>
    /// <returns><c>null</c> if it does not count; the trackers are asked more often then.</returns>
    int? DeliveriesBefore(ReceiveContext message) => null;

    /// <summary>
    /// Makes a receive endpoint durable in this broker's way. Must agree with
    /// <see cref="IBrokerConnection.QueueAddress"/>, whoever declares the queue first.
    /// </summary>
    /// <param name="endpoint">An endpoint that is not temporary.</param>
    void ConfigureQueue(IReceiveEndpointConfigurator endpoint);

    /// <summary>
    /// The same for a queue of questions. Must agree with <see cref="IBrokerConnection.QuestionAddress"/>. Default:
    /// <see cref="ConfigureQueue"/>.
    /// </summary>
    /// <param name="endpoint">An endpoint that is not temporary.</param>
    void ConfigureQuestions(IReceiveEndpointConfigurator endpoint) => ConfigureQueue(endpoint);
}

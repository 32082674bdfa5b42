using MassTransit;

namespace Messaging.StateMachines;

/// <summary>Turns a receive endpoint into one that takes messages from a dead-letter queue.</summary>
internal sealed class DeadLetterEndpoint(DeadLetterKeeper keeper, TimeProvider clock)
{
    /// <summary>What MassTransit puts after a queue's name for messages that failed.</summary>
    public const string Failed = "_error";

    /// <summary>What MassTransit puts after a queue's name for messages that nobody wanted.</summary>
    public const string Unwanted = "_skipped";

    private const int MessagesAtATime = 100;

    /// <summary>Configures the endpoint.</summary>
    /// <param name="endpoint">The endpoint, on the dead-letter queue.</param>
    /// <param name="queue">The queue that the messages were in before.</param>
    /// <param name="suffix">Which of its dead-letter queues this is.</param>
    public void Configure(IReceiveEndpointConfigurator endpoint, string queue, string suffix)
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        endpoint.PrefetchCount = MessagesAtATime;
        endpoint.ConcurrentMessageLimit = MessagesAtATime;

        // A message that was kept counts for MassTransit as one that nobody wanted, and is done with. One that could not
        // be, when the tracker stops, goes back.
        endpoint.DiscardSkippedMessages();
        endpoint.RethrowFaultedMessages();
        endpoint.ConfigureReceive(pipe => pipe.UseFilter(
            new KeepDeadLetterFilter(keeper, queue, isUnregistered: suffix == Unwanted, clock)));
    }
}

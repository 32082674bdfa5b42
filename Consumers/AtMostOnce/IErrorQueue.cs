using MassTransit;

namespace Messaging.Consumers;

/// <summary>Keeps messages of failed tasks that the transport has settled already. The host connects it to the bus.</summary>
internal interface IErrorQueue
{
    /// <summary>
    /// Puts a copy of a message into the error queue of its queue. Done when the broker has confirmed it, however long it
    /// takes.
    /// </summary>
    /// <param name="message">The message as it came.</param>
    /// <param name="queue">The queue that it came from.</param>
    /// <param name="failure">Why.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task Keep(ConsumeContext message, string queue, Exception failure, CancellationToken cancellationToken);
}

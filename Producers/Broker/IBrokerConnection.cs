using MassTransit;

namespace Messaging.Producers;

/// <summary>What the client needs to know of the broker in use. Each broker package has one.</summary>
public interface IBrokerConnection
{
    /// <summary>The broker's address for messages to people: no password, no secrets.</summary>
    string Address { get; }

    /// <summary>
    /// Address to send to so that the message reaches the queue even when no worker has ever declared it.
    /// </summary>
    /// <param name="queue">Name of the queue, prefix included.</param>
    Uri QueueAddress(string queue);

    /// <summary>
    /// The same for <see cref="Contracts.SystemQueues.Queries"/> and <see cref="Contracts.SystemQueues.Limits"/>, whose
    /// messages are asked anew if they are lost, and are waited for: fast rather than safe. Default:
    /// <see cref="QueueAddress"/>.
    /// </summary>
    /// <param name="queue">Name of the queue, prefix included.</param>
    Uri QuestionAddress(string queue) => QueueAddress(queue);

    /// <summary>Tries to reach the broker without the bus.</summary>
    /// <param name="cancellationToken">Gives up trying.</param>
    /// <returns><c>null</c> if it answers, else the reason, a sentence.</returns>
    Task<string?> FindFault(CancellationToken cancellationToken);

    /// <summary>Sets the priority on a message, as far as the broker knows priorities.</summary>
    /// <param name="context">The message on its way out.</param>
    /// <param name="priority">0 (lowest) to 9 (highest).</param>
    void SetPriority(SendContext context, byte priority);
}

namespace Messaging.Hosting;

/// <summary>What operators ask a broker about its queues.</summary>
public interface IBrokerQueues
{
    /// <summary>How full a queue is.</summary>
    /// <param name="queue">Its name, prefix included.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><c>null</c> if there is no such queue.</returns>
    /// <exception cref="UnauthorizedAccessException">The broker does not tell about this queue.</exception>
    /// <exception cref="MassTransit.ConnectionException">The broker cannot be reached.</exception>
    Task<QueueDepth?> Measure(string queue, CancellationToken cancellationToken);

    /// <summary>Removes all messages that wait in a queue; those that consumers hold stay.</summary>
    /// <param name="queue">Its name, prefix included.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were removed, as far as the broker says; none if there is no such queue.</returns>
    /// <exception cref="UnauthorizedAccessException">The broker does not let this queue be purged.</exception>
    /// <exception cref="MassTransit.ConnectionException">The broker cannot be reached.</exception>
    Task<long> Purge(string queue, CancellationToken cancellationToken);
}

using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Where a worker's lifecycle events go. The host connects it to the process's event buffer.</summary>
public interface ITaskEventSink
{
    /// <summary>Hands an event over, waiting while there are too many.</summary>
    /// <param name="taskEvent">The event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask Add(TaskEvent taskEvent, CancellationToken cancellationToken);

    /// <summary>Hands an event over and waits until the broker has confirmed it.</summary>
    /// <param name="taskEvent">The event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task AddConfirmed(TaskEvent taskEvent, CancellationToken cancellationToken);
}

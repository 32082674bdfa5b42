using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Where a worker's lifecycle events go. The host connects it to the process's event buffer.</summary>
public interface ITaskEventSink
{
    /// <summary>Hands an event over, waiting while there are too many.</summary>
    /// <param name="taskEvent">The event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask Add(TaskEvent taskEvent, CancellationToken cancellationToken);

    /// <summary>
    /// Hands over something that makes the event when it is sent, so that it tells the latest. Waits while there are too
    /// many.
    /// </summary>
    /// <param name="latest">
    /// Makes the event; <c>null</c> if there is nothing to tell any more. Called once, on any thread.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask AddLatest(Func<TaskEvent?> latest, CancellationToken cancellationToken);

    /// <summary>Hands an event over and waits until the broker has confirmed it.</summary>
    /// <param name="taskEvent">The event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task AddConfirmed(TaskEvent taskEvent, CancellationToken cancellationToken);
}

namespace Messaging.Consumers;

/// <summary>Hands tasks to the scheduler. The host connects it to the bus.</summary>
internal interface ITaskPostponement
{
    /// <summary>
    /// Has a task sent to its queue again, later. Done when the broker has confirmed that, however long it takes.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Gives up; the task may have been handed over all the same.</param>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    Task Postpone(PostponedTask task, CancellationToken cancellationToken);
}

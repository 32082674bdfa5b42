using MassTransit;

namespace Messaging.Consumers;

/// <summary>What happened to a message's task before. The host connects it to the broker and the trackers.</summary>
internal interface ITaskPast
{
    /// <summary>How often the broker has handed a message out before; <c>null</c> if it does not say.</summary>
    int? DeliveriesBefore(ReceiveContext message);

    /// <summary>
    /// Asks the trackers what they know of a run's task, once they have been told all that its former workers told.
    /// </summary>
    /// <param name="run">The run, whose receipt is told by this.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <returns><c>null</c> if none has answered in five seconds.</returns>
    Task<TaskStatus?> Ask(TaskExecution run, CancellationToken cancellationToken);
}

namespace Messaging.Producers;

/// <summary>
/// Is told of the tasks that this process sends by <see cref="ITaskClient"/>. Implement what is needed; registered with
/// <c>messaging.AddObserver&lt;T&gt;()</c>, one instance for the process. What an observer throws is logged and changes
/// nothing; several are called one after the other, in the order of their registration. Attempts after the first, and
/// runs of periodic tasks, are sent by workers and trackers and are not seen here.
/// </summary>
public interface ITaskSendObserver
{
    /// <summary>The task is about to be sent. Headers may be added to it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">The sender's.</param>
    ValueTask Sending(ObservedSend task, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The broker has confirmed the task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">The sender's.</param>
    ValueTask Sent(ObservedSend task, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The task could not be sent, or the sender has given up; it may have arrived all the same.</summary>
    /// <param name="task">The task.</param>
    /// <param name="exception">What the sender gets.</param>
    /// <param name="cancellationToken">The sender's; may be cancelled, which may be the reason.</param>
    ValueTask SendFailed(ObservedSend task, Exception exception, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;
}

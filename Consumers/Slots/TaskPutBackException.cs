namespace Messaging.Consumers;

/// <summary>
/// The task is broken off or has not run, and its message goes back to the queue. The transport does that for every
/// cancellation.
/// </summary>
internal sealed class TaskPutBackException(Exception? inner = null)
    : OperationCanceledException("The worker stops or has lost the broker; the task goes back to its queue.", inner);

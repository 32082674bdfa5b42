namespace Messaging.Consumers;

/// <summary>
/// The worker stops before the task has run: its message goes back to the queue. The transport does that for every
/// cancellation.
/// </summary>
internal sealed class TaskPutBackException()
    : OperationCanceledException("The worker stops; the task goes back to its queue.");

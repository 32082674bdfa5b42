using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>What a worker logs of ends that a task chose itself, and of those who watch it. Event ids 1160-1166.</summary>
internal static partial class OutcomeLog
{
    [LoggerMessage(1160, LogLevel.Warning,
        "Task {Name} {TaskId} has rejected itself at attempt {Attempt}: {Reason} Its message goes to the error queue.")]
    public static partial void Rejected(ILogger logger, string name, Guid taskId, int attempt, string reason);

    [LoggerMessage(1161, LogLevel.Information,
        "Task {Name} {TaskId} has given itself back at attempt {Attempt}, and goes to queue {Queue} again in {Delay}: "
        + "{Reason}")]
    public static partial void Requeued(
        ILogger logger, string name, Guid taskId, int attempt, string queue, TimeSpan delay, string reason);

    [LoggerMessage(1162, LogLevel.Warning,
        "Observer {Observer} has thrown when it was told that task {Name} {TaskId} is {Event}. The task goes on.")]
    public static partial void ObserverFailed(
        ILogger logger, Exception exception, string observer, string name, Guid taskId, string @event);

    [LoggerMessage(1163, LogLevel.Warning,
        "{Consumer}.{Callback} has thrown for task {Name} {TaskId}. The task ends as it would have.")]
    public static partial void CallbackFailed(
        ILogger logger, Exception exception, string consumer, string callback, string name, Guid taskId);
}

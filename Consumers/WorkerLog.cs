using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>What a worker logs. Event ids 1100-1199.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(1100, LogLevel.Warning,
        "Task {Name} {TaskId} has failed at attempt {Attempt}, which was its last. Its message goes to the error "
        + "queue.")]
    public static partial void TaskFailed(ILogger logger, Exception exception, string name, Guid taskId, int attempt);

    [LoggerMessage(1108, LogLevel.Information,
        "Task {Name} {TaskId} has failed at attempt {Attempt}, which was its last, in a way that its policy expects: "
        + "{Error} Its message goes to the error queue.")]
    public static partial void TaskFailedAsExpected(
        ILogger logger, string name, Guid taskId, int attempt, string error);

    [LoggerMessage(1101, LogLevel.Information,
        "Task {Name} {TaskId} was broken off, since the worker stops or has lost the broker. Its message goes back to "
        + "queue {Queue}.")]
    public static partial void PutBack(ILogger logger, string name, Guid taskId, string queue);

    [LoggerMessage(1102, LogLevel.Warning,
        "The caller of task {Name} {TaskId} cannot be replied to at {Address}. The task's end is tracked all the "
        + "same.")]
    public static partial void ReplyNotSent(ILogger logger, Exception exception, string name, Guid taskId, Uri address);

    [LoggerMessage(1103, LogLevel.Information,
        "Task {Name} {TaskId} failed at attempt {Attempt} and is tried again in {Delay}: {Error}")]
    public static partial void Retrying(
        ILogger logger, string name, Guid taskId, int attempt, TimeSpan delay, string error);

    [LoggerMessage(1104, LogLevel.Warning,
        "Task {Name} {TaskId} has not returned within its time limit of {Limit}. It is given up as failed and its slot "
        + "is free again, but its code still runs: let it observe its cancellation token.")]
    public static partial void Stuck(ILogger logger, string name, Guid taskId, TimeSpan limit);

    [LoggerMessage(1105, LogLevel.Error,
        "A message on queue {Queue} was rejected and moved to {DeadLetterQueue}: {Reason}")]
    public static partial void Rejected(ILogger logger, string queue, string deadLetterQueue, string reason);

    [LoggerMessage(1106, LogLevel.Information,
        "Task {Name} {TaskId} has put itself off at attempt {Attempt}, for {Delay}.")]
    public static partial void Snoozed(ILogger logger, string name, Guid taskId, int attempt, TimeSpan delay);

    [LoggerMessage(1107, LogLevel.Warning,
        "A rejected message on queue {Queue} has no readable id. It is tracked as task {TaskId}.")]
    public static partial void RejectedWithoutId(ILogger logger, string queue, Guid taskId);
}

using Messaging.Contracts;
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

    [LoggerMessage(1109, LogLevel.Information,
        "Attempt {Attempt} of task {Name} {TaskId} waited for its time when this worker was to stop, or to read its queue "
        + "no more. It is with the scheduler, for any worker.")]
    public static partial void RetryHandedOver(ILogger logger, string name, Guid taskId, int attempt);

    [LoggerMessage(1180, LogLevel.Warning,
        "The end of task {Name} {TaskId}, which runs at most once, could not be told. When this worker is taken for lost "
        + "the trackers say that the task has failed.")]
    public static partial void EndNotTold(ILogger logger, Exception exception, string name, Guid taskId);

    [LoggerMessage(1181, LogLevel.Warning,
        "{Count} tasks that run at most once have not ended in time and end with this worker. When it is taken for lost "
        + "the trackers say that they have failed.")]
    public static partial void RunsLeft(ILogger logger, int count);

    [LoggerMessage(1182, LogLevel.Information,
        "It could not be told that task {Name} {TaskId} was put back. Its run counts as one that its worker did not "
        + "survive (MaxDeliveries).")]
    public static partial void PutBackNotTold(ILogger logger, string name, Guid taskId);

    [LoggerMessage(1183, LogLevel.Warning,
        "No tracker says whether task {Name} {TaskId} was started before, and it is not to run twice. It waits, and they "
        + "are asked again. Start a process with the role Tracker.")]
    public static partial void PastUnknownAndAskedFor(ILogger logger, string name, Guid taskId);

    [LoggerMessage(1184, LogLevel.Warning,
        "No tracker says how often task {Name} {TaskId} was started before. It is run once more.")]
    public static partial void PastUnknown(ILogger logger, string name, Guid taskId);

    [LoggerMessage(1185, LogLevel.Information, "By remote control: {Command} {Subject}")]
    public static partial void Controlled(ILogger logger, WorkerCommandKind command, string subject);

    [LoggerMessage(1186, LogLevel.Warning, "Remote control asked for {Command}, which cannot be done: {Reason}")]
    public static partial void NotControlled(ILogger logger, WorkerCommandKind command, string reason);

    [LoggerMessage(1188, LogLevel.Information,
        "{Count} tasks run whose messages are settled. The worker stops when they have ended, and cancels them after "
        + "{Patience}.")]
    public static partial void WaitsForRuns(ILogger logger, int count, TimeSpan patience);

    [LoggerMessage(1187, LogLevel.Information,
        "What remote control said of {Command} {Subject} is kept no more: it is as the configuration says.")]
    public static partial void TakenBack(ILogger logger, WorkerCommandKind command, string subject);
}

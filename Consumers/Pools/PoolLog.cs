using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>What pools log. Event ids 1150-1159 and 1167-1169.</summary>
internal static partial class PoolLog
{
    [LoggerMessage(1150, LogLevel.Information,
        "Worker:Pool is Solo, which runs one task at a time; Worker:Concurrency ({Concurrency}) says nothing there.")]
    public static partial void SoloRunsOne(ILogger logger, int concurrency);

    [LoggerMessage(1151, LogLevel.Information, "The pool now runs {Size} tasks at the same time, before {Before}.")]
    public static partial void Resized(ILogger logger, int before, int size);

    [LoggerMessage(1152, LogLevel.Information, "Child process {ProcessId} is up after {Elapsed} ms.")]
    public static partial void ChildStarted(ILogger logger, int processId, long elapsed);

    [LoggerMessage(1153, LogLevel.Error,
        "No child process can be started, for the {Failures}. time running: {Reason} It is tried again in {Delay}. "
        + "Tasks wait, and those that have waited for {Longest} go back to their queue.")]
    public static partial void ChildNotStarted(
        ILogger logger, int failures, string reason, TimeSpan delay, TimeSpan longest);

    [LoggerMessage(1154, LogLevel.Warning, "Child process {ProcessId} has ended: {Reason} It is replaced.")]
    public static partial void ChildLost(ILogger logger, int processId, string reason);

    [LoggerMessage(1155, LogLevel.Information,
        "Child process {ProcessId} is replaced after {Tasks} tasks (Worker:MaxTasksPerChild).")]
    public static partial void ChildHasRunEnough(ILogger logger, int processId, int tasks);

    [LoggerMessage(1156, LogLevel.Warning,
        "Child process {ProcessId} is replaced, since it holds {Memory} bytes after task {Name}, and "
        + "Worker:MaxMemoryPerChild is {Limit}.")]
    public static partial void ChildIsTooLarge(ILogger logger, int processId, long memory, string name, long limit);

    [LoggerMessage(1157, LogLevel.Warning,
        "Child process {ProcessId} holds {Memory} bytes while it runs task {Name}; Worker:MaxMemoryPerChild is {Limit}. "
        + "It is replaced when the task has ended.")]
    public static partial void ChildGrows(ILogger logger, int processId, long memory, string name, long limit);

    [LoggerMessage(1158, LogLevel.Warning,
        "Task {Name} {TaskId} has not returned within its time limit of {Limit}. Its child process {ProcessId} is "
        + "killed.")]
    public static partial void KilledAtLimit(
        ILogger logger, string name, Guid taskId, TimeSpan limit, int processId);

    [LoggerMessage(1159, LogLevel.Warning,
        "Task {Name} {TaskId} was cancelled and has not returned within {Grace}. Its child process {ProcessId} is "
        + "killed.")]
    public static partial void KilledAfterCancel(
        ILogger logger, string name, Guid taskId, TimeSpan grace, int processId);

    [LoggerMessage(1167, LogLevel.Warning,
        "Task {Name} {TaskId} has lost its child process for the {Losses}. time and is run again at once, as its "
        + "policy says: {Reason}")]
    public static partial void RunAgain(ILogger logger, string name, Guid taskId, int losses, string reason);

    [LoggerMessage(1168, LogLevel.Warning,
        "This worker drains and ends with exit code {ExitCode}, to be started again by whoever watches over it: "
        + "{Reason}")]
    public static partial void Recycles(ILogger logger, int exitCode, string reason);

    [LoggerMessage(1169, LogLevel.Information,
        "Child process {ProcessId} was gone before task {Name} {TaskId} could be given to it. The task is given to "
        + "another.")]
    public static partial void ChildGone(ILogger logger, int processId, string name, Guid taskId);
}

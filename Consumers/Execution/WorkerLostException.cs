using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// The worker that ran a task is gone, and the task's policy says not to run it again; or the child process that ran it.
/// </summary>
public sealed class WorkerLostException : Exception, ITypedError
{
    private WorkerLostException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    string ITypedError.Type => TaskErrorTypes.WorkerLost;

    internal static WorkerLostException Stopped(string task, string worker, Exception inner) => new(
        $"Task '{task}' was broken off, since worker '{worker}' stops and does not wait any longer. Its message is settled, "
        + "so it cannot run again (AcknowledgeMode.AtMostOnce). Give workers more time to stop with "
        + "Messaging:Worker:StopTimeout.",
        inner);

    /// <summary>A child process ended before its task did.</summary>
    /// <param name="task">Name of the task.</param>
    /// <param name="processId">Id of the child process.</param>
    /// <param name="howEnded">By which signal, or with which exit code.</param>
    internal static WorkerLostException ChildEnded(string task, int processId, string howEnded) => new(
        $"The child process {processId} ended while it ran task '{task}': {howEnded}", inner: null);

    internal static WorkerLostException Gone(string task, string worker) => new(
        $"Task '{task}' was started by worker '{worker}', which has lost it, and its policy says not to run it again "
        + "(AcknowledgeMode.AtMostOnce or WorkerLostAction.Fail).",
        inner: null);
}

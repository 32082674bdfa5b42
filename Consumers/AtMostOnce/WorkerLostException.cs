using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>The worker that ran a task is gone, and the task's policy says not to run it again.</summary>
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

    internal static WorkerLostException Gone(string task, string worker) => new(
        $"Task '{task}' was started by worker '{worker}', which has lost it, and its policy says not to run it again "
        + "(AcknowledgeMode.AtMostOnce or WorkerLostAction.Fail).",
        inner: null);
}

namespace Messaging.Contracts;

/// <summary>Types of errors that no exception of a task stands behind (<see cref="TaskError.Type"/>).</summary>
public static class TaskErrorTypes
{
    /// <summary>The worker that ran the task is gone, and the task is not to run twice.</summary>
    public const string WorkerLost = "WorkerLost";

    /// <summary>The task was started again and again and its workers died each time.</summary>
    public const string PoisonMessage = "PoisonMessage";
}

namespace Messaging.Consumers;

/// <summary>
/// The child process that ran a task ended before the task did: it crashed, was killed, or ended itself. Only in the
/// pool <see cref="PoolKind.Processes"/>.
/// </summary>
public sealed class WorkerLostException : Exception
{
    internal WorkerLostException(string task, int processId, string howEnded)
        : base($"The child process {processId} ended while it ran task '{task}': {howEnded}")
    {
    }
}

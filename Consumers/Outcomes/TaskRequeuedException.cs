namespace Messaging.Consumers;

/// <summary>
/// Thrown by <see cref="TaskContext{TTask}.Requeue"/> to give the task back to its queue. Let it pass; whoever catches
/// it keeps the task from going back.
/// </summary>
public sealed class TaskRequeuedException : Exception
{
    /// <summary>
    /// Before a task that nobody wants comes round again: a worker that refuses it is not kept busy by that.
    /// </summary>
    internal static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    internal TaskRequeuedException(string? reason)
        : base(reason ?? "The task gave itself back to its queue.")
    {
    }
}

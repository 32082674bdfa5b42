namespace Messaging.Consumers;

/// <summary>
/// Thrown by <see cref="TaskContext{TTask}.Reject"/> to end the task as <c>Rejected</c>. Let it pass; whoever catches it
/// keeps the task from being rejected.
/// </summary>
public sealed class TaskRejectedException : Exception
{
    internal TaskRejectedException(string reason, Exception? cause)
        : base(reason, cause)
    {
    }
}

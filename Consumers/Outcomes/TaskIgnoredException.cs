namespace Messaging.Consumers;

/// <summary>
/// Thrown by <see cref="TaskContext{TTask}.Ignore"/> to end the task as <c>Ignored</c>. Let it pass; whoever catches it
/// keeps the task from ending so.
/// </summary>
public sealed class TaskIgnoredException : Exception
{
    internal TaskIgnoredException()
        : base("The task ended itself without an outcome.")
    {
    }
}

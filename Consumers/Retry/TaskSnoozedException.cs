namespace Messaging.Consumers;

/// <summary>
/// Thrown by <see cref="TaskContext{TTask}.Snooze"/> to end the attempt. Let it pass; whoever catches it keeps the task
/// from being put off.
/// </summary>
public sealed class TaskSnoozedException : Exception
{
    internal TaskSnoozedException(TimeSpan delay)
        : base($"The task put itself off for {delay}.")
    {
        Delay = delay;
    }

    /// <summary>How long to wait.</summary>
    public TimeSpan Delay { get; }
}

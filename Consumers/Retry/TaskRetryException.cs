namespace Messaging.Consumers;

/// <summary>
/// Thrown by <see cref="TaskContext{TTask}.Retry"/> to end the attempt. Let it pass; whoever catches it keeps the task
/// from being run again.
/// </summary>
public sealed class TaskRetryException : Exception
{
    internal TaskRetryException(TimeSpan? delay, Exception? cause, int? maxRetries = null)
        : base(
            delay is null
                ? "The task asked to be run again."
                : $"The task asked to be run again in {delay}.",
            cause)
    {
        Delay = delay;
        MaxRetries = maxRetries;
    }

    /// <summary>How long to wait; <c>null</c> for what the task's policy says.</summary>
    public TimeSpan? Delay { get; }

    /// <summary>Retries that the task may have by now; <c>null</c> for as many as it has anyway.</summary>
    public int? MaxRetries { get; }
}

namespace Messaging.Consumers;

/// <summary>A task asked to be run again, gave no reason, and had no retry left.</summary>
public sealed class MaxRetriesExceededException : Exception
{
    internal MaxRetriesExceededException(string task, int maxRetries, Exception inner)
        : base(
            $"Task '{task}' asked to be run again, and its {maxRetries} retries are used up. Allow more with "
            + $"AddTask<…>(policy => policy.Retry(…)) or Messaging:Tasks:{task}:MaxRetries, or put it off with Snooze, "
            + "which uses up none.",
            inner)
    {
    }
}

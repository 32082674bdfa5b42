namespace Messaging.Consumers;

/// <summary>A task was asked to stop when its soft time limit had passed, and did.</summary>
public sealed class SoftTimeLimitExceededException : Exception
{
    internal SoftTimeLimitExceededException(string task, TimeSpan limit, Exception inner)
        : base($"Task '{task}' was cancelled when its soft time limit of {limit} had passed.", inner)
    {
    }
}

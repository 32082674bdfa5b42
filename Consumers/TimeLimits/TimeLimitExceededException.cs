namespace Messaging.Consumers;

/// <summary>A task had not returned when its time limit had passed, and was given up.</summary>
public sealed class TimeLimitExceededException : Exception
{
    internal TimeLimitExceededException(string task, TimeSpan limit, Exception inner)
        : base($"Task '{task}' had not returned when its time limit of {limit} had passed.", inner)
    {
    }
}

namespace Messaging.Consumers;

/// <summary>A task has thrown a cancellation that nobody had asked for, which counts as a failure.</summary>
public sealed class TaskCancelledItselfException : Exception
{
    internal TaskCancelledItselfException(Exception inner)
        : base($"The task ended by a cancellation that the worker had not asked for: {inner.Message}", inner)
    {
    }
}

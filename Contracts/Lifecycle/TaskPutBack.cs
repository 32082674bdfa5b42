namespace Messaging.Contracts;

/// <summary>
/// A worker that stops, or has lost the broker, broke the task off and put its message back: it is run again, and its
/// worker is not lost.
/// </summary>
public sealed record TaskPutBack : TaskRunEvent
{
    /// <summary>When the consumer was called.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}

namespace Messaging.Contracts;

/// <summary>A worker could not take the message, which is now in a dead-letter queue.</summary>
public sealed record TaskRejected : TaskRunEvent
{
    /// <summary>Why.</summary>
    public required TaskError Error { get; init; }
}

namespace Messaging.Contracts;

/// <summary>The task has failed and no attempt is left. Its message is in the queue's error queue.</summary>
public sealed record TaskFailed : TaskRunEvent
{
    /// <summary>When the consumer was called.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Why.</summary>
    public required TaskError Error { get; init; }
}

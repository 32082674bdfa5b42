namespace Messaging.Contracts;

/// <summary>
/// A worker's own answer to a caller that gave a response address with the task (<c>ITaskClient.Call</c>): the outcome
/// without the way through the tracker.
/// </summary>
public sealed record TaskReply
{
    /// <summary>The task's id.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>Its final state.</summary>
    public required TaskState State { get; init; }

    /// <summary>The result as JSON text; <c>null</c> without one.</summary>
    public string? Result { get; init; }

    /// <summary>Why it did not succeed.</summary>
    public TaskError? Error { get; init; }
}

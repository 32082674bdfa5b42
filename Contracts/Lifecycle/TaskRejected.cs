using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>
/// A worker could not take the message, or the task itself refused it. The message is in a dead-letter queue.
/// </summary>
public sealed record TaskRejected : TaskRunEvent
{
    /// <summary>When the consumer was called; <c>null</c> for a message that came to none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Why.</summary>
    public required TaskError Error { get; init; }
}

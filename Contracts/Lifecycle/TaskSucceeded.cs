using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>The task has ended well.</summary>
public sealed record TaskSucceeded : TaskRunEvent
{
    /// <summary>When the consumer was called.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The result as JSON text; <c>null</c> without one, or when it is ignored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Result { get; init; }
}

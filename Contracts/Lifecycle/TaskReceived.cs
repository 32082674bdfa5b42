using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>A worker has received the task's message.</summary>
public sealed record TaskReceived : TaskRunEvent
{
    /// <summary>
    /// The task's message as JSON text, only for a task whose sender did not report it (a service that knows only
    /// MassTransit).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Arguments { get; init; }
}

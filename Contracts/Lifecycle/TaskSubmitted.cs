using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>A producer sent the task and the broker has confirmed it.</summary>
public sealed record TaskSubmitted : TaskEvent
{
    /// <summary>The task's name.</summary>
    public required string Name { get; init; }

    /// <summary>Queue that it was sent to.</summary>
    public required string Queue { get; init; }

    /// <summary>The task's message as JSON text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Arguments { get; init; }

    /// <summary>Time before which it must not run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Eta { get; init; }

    /// <summary>Time after which it must not be started.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Root of its tree of tasks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? RootId { get; init; }

    /// <summary>The task that sent it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? ParentId { get; init; }
}

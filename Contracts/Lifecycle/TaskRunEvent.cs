using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>
/// Something that happened to a task at a worker. A run is one delivery of the task to one worker; it is told from
/// others by <see cref="Attempt"/>, <see cref="Worker"/> and <see cref="ReceivedAt"/>.
/// </summary>
public abstract record TaskRunEvent : TaskEvent
{
    /// <summary>Number of the attempt, 1-based.</summary>
    public required int Attempt { get; init; }

    /// <summary>Name of the worker.</summary>
    public required string Worker { get; init; }

    /// <summary>When the worker received the message.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The task's name.</summary>
    public required string Name { get; init; }

    /// <summary>Queue that the message came from.</summary>
    public required string Queue { get; init; }

    /// <summary>Root of its tree of tasks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? RootId { get; init; }

    /// <summary>The task that sent it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? ParentId { get; init; }
}

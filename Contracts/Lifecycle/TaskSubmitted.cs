namespace Messaging.Contracts;

/// <summary>A producer sent the task and the broker has confirmed it.</summary>
public sealed record TaskSubmitted : TaskEvent
{
    /// <summary>The task's name.</summary>
    public required string Name { get; init; }

    /// <summary>Queue that it was sent to.</summary>
    public required string Queue { get; init; }

    /// <summary>The task's message as JSON text.</summary>
    public string? Arguments { get; init; }

    /// <summary>Time before which it must not run.</summary>
    public DateTimeOffset? Eta { get; init; }

    /// <summary>Time after which it must not be started.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Root of its tree of tasks.</summary>
    public Guid? RootId { get; init; }

    /// <summary>The task that sent it.</summary>
    public Guid? ParentId { get; init; }
}

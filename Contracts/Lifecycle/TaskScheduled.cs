namespace Messaging.Contracts;

/// <summary>The scheduler keeps the task until it is due.</summary>
public sealed record TaskScheduled : TaskEvent
{
    /// <summary>The task's name.</summary>
    public required string Name { get; init; }

    /// <summary>Queue that it goes to when it is due.</summary>
    public required string Queue { get; init; }

    /// <summary>When it is due.</summary>
    public required DateTimeOffset Eta { get; init; }
}

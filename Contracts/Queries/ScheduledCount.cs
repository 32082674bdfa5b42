namespace Messaging.Contracts;

/// <summary>How much of one task waits for one queue.</summary>
public sealed record ScheduledCount
{
    /// <summary>The queue, its prefix included.</summary>
    public required string Queue { get; init; }

    /// <summary>The task's name; <c>null</c> for messages that are no tasks, or whose sender does not know
    /// it.</summary>
    public string? Name { get; init; }

    /// <summary>So many messages.</summary>
    public required long Count { get; init; }

    /// <summary>The earliest time that one of them is due.</summary>
    public required DateTimeOffset NextDue { get; init; }
}

namespace Messaging.TestHarness;

/// <summary>A task that was sent by <c>ITaskClient</c>.</summary>
/// <typeparam name="TTask">The task's contract.</typeparam>
public sealed record SentTask<TTask>
{
    /// <summary>The task's id.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>The task itself.</summary>
    public required TTask Task { get; init; }

    /// <summary>Queue that it was sent to.</summary>
    public required string Queue { get; init; }

    /// <summary>When the scheduler was to send it; <c>null</c> for a task that went to its queue at once.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>The sender's own headers.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}

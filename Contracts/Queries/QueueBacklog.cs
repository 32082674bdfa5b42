namespace Messaging.Contracts;

/// <summary>The tasks of one queue that have not ended.</summary>
public sealed record QueueBacklog
{
    /// <summary>The queue, its prefix included; <c>null</c> for tasks whose queue is not known.</summary>
    public required string? Queue { get; init; }

    /// <summary>
    /// Number of tasks that could run and have not been started: <c>Pending</c>, <c>Received</c>, and <c>Scheduled</c>
    /// when their time has come.
    /// </summary>
    public required long Waiting { get; init; }

    /// <summary>Number of tasks that run: <c>Started</c>.</summary>
    public required long Running { get; init; }

    /// <summary>
    /// Number of tasks that wait for their time: <c>Scheduled</c> for later, and <c>Retrying</c>.
    /// </summary>
    public required long Later { get; init; }

    /// <summary>
    /// Since when the task that has waited longest waits: when it was sent or, if that is later, its time came.
    /// <c>null</c> if none waits, or of none is known when it was sent.
    /// </summary>
    public DateTimeOffset? OldestSince { get; init; }

    /// <summary>The task that has waited since then.</summary>
    public Guid? OldestTaskId { get; init; }
}

namespace Messaging.Contracts;

/// <summary>All that the tracker knows of a task.</summary>
public sealed record TaskStatus
{
    /// <summary>The task's id.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required TaskState State { get; init; }

    /// <summary>The task's name; <c>null</c> while unknown.</summary>
    public string? Name { get; init; }

    /// <summary>Queue that it was sent to or last received from.</summary>
    public string? Queue { get; init; }

    /// <summary>Worker of the latest attempt.</summary>
    public string? Worker { get; init; }

    /// <summary>Number of the latest attempt, or of the one that a replay asks for; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>When it was sent; <c>null</c> for a task whose sender knows only MassTransit.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>Time before which it must not run.</summary>
    public DateTimeOffset? Eta { get; init; }

    /// <summary>Time after which it must not be started.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When the latest attempt started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it reached its final state.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When it was asked to be revoked, whether or not that came in time.</summary>
    public DateTimeOffset? RevokeRequestedAt { get; init; }

    /// <summary>When it was last replayed from the dead letters; <c>null</c> if it never was.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>Root of its tree of tasks.</summary>
    public Guid? RootId { get; init; }

    /// <summary>The task that sent it.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>The task's message as JSON text; <c>null</c> while unknown.</summary>
    public string? Arguments { get; init; }

    /// <summary>The result as JSON text; <c>null</c> without one.</summary>
    public string? Result { get; init; }

    /// <summary>Why it did not succeed, or why the last attempt did not.</summary>
    public TaskError? Error { get; init; }

    /// <summary>Latest progress reported.</summary>
    public TaskProgress? Progress { get; init; }

    /// <summary>Latest state name that the task gave itself.</summary>
    public string? CustomState { get; init; }

    /// <summary>What the task said along with <see cref="CustomState"/>, as JSON text.</summary>
    public string? CustomStateMeta { get; init; }

    /// <summary>
    /// Every attempt, by number and time. Of more than 50 the latest are kept, and those that succeeded.
    /// </summary>
    public IReadOnlyList<TaskAttempt> Attempts { get; init; } = [];
}

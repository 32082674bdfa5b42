using Messaging.Contracts;

namespace Messaging.Stores.EntityFrameworkCore;

/// <summary>A row of the trackers' table: all that is known of a task.</summary>
public sealed class TaskRecord
{
    /// <summary>The task's id. Ids of version 7 begin with their time, so a range of ids is a range of time.</summary>
    public required Guid Id { get; init; }

    /// <summary>Goes up by one with each write.</summary>
    public required int Version { get; init; }

    /// <summary>
    /// Where the task is in its life; <c>Unknown</c> if it is known only to have been waited for or revoked.
    /// </summary>
    public required TaskState State { get; init; }

    /// <summary>The task's name; <c>null</c> while unknown.</summary>
    public string? Name { get; init; }

    /// <summary>Queue of the latest attempt, else the one that it was sent to; its prefix included.</summary>
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

    /// <summary>When the worker of the latest attempt received it.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>When the latest attempt started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it reached its final state. Indexed for those that have not (<c>null</c>).</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Root of its tree of tasks. Indexed.</summary>
    public Guid? RootId { get; init; }

    /// <summary>The task that sent it. Indexed.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>The task's message as JSON text.</summary>
    public string? Arguments { get; init; }

    /// <summary>The result as JSON text.</summary>
    public string? Result { get; init; }

    /// <summary>Why it did not succeed, or why the last attempt did not. Indexed for those that have one.</summary>
    public TaskError? Error { get; init; }

    /// <summary>Latest progress reported.</summary>
    public TaskProgress? Progress { get; init; }

    /// <summary>When it was reported.</summary>
    public DateTimeOffset? ProgressAt { get; init; }

    /// <summary>Latest state name that the task gave itself.</summary>
    public string? CustomState { get; init; }

    /// <summary>What it said along with that, as JSON text.</summary>
    public string? CustomStateMeta { get; init; }

    /// <summary>When it gave itself that state.</summary>
    public DateTimeOffset? CustomStateAt { get; init; }

    /// <summary>When it was first asked to be revoked, whether or not that came in time. Indexed.</summary>
    public DateTimeOffset? RevokeRequestedAt { get; init; }

    /// <summary>
    /// How far the revocation goes; of no meaning, and maybe <c>null</c>, without <see cref="RevokeRequestedAt"/>.
    /// </summary>
    public RevokeMode? RevokeMode { get; init; }

    /// <summary>The reason given with it.</summary>
    public string? RevokeReason { get; init; }

    /// <summary>
    /// Every attempt, by number and time. Empty for a task whose only attempt is told by the other properties, which most
    /// are: <see cref="Attempt"/>, <see cref="Worker"/>, <see cref="Queue"/>, <see cref="ReceivedAt"/>,
    /// <see cref="StartedAt"/>, <see cref="FinishedAt"/>, <see cref="State"/> and <see cref="Error"/>.
    /// </summary>
    // A list, since Entity Framework adds to what is there.
    public IReadOnlyList<TaskAttempt> Attempts { get; init; } = new List<TaskAttempt>();

    /// <summary>Who waits for the task's end, as JSON text.</summary>
    public string? Waiters { get; init; }

    /// <summary>
    /// The worker that runs the task, if the task fails with it and does not run again. Indexed for those that have one.
    /// </summary>
    public string? LostWith { get; init; }

    /// <summary>Number of the attempt that its last replay asks for; 0 if it was never replayed.</summary>
    public int ReplayAttempt { get; init; }

    /// <summary>When its message was last sent again from the dead letters.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>Queue that the message was sent to then; its prefix included.</summary>
    public string? ReplayQueue { get; init; }
}

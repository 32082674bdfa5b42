using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// What is known of one task. An ordinary MassTransit saga instance, so it can live in any MassTransit saga repository;
/// the tracker keeps it in an <see cref="ITaskStore"/>, in bulk.
/// <para>
/// It is written by <see cref="TaskHistory"/> only. What the sender said, the attempts, the progress and the revocation
/// are facts that add up in any order; the rest follows from them.
/// </para>
/// </summary>
public sealed class TaskSaga : SagaStateMachineInstance, ISagaVersion
{
    /// <summary>The task's id.</summary>
    public Guid CorrelationId { get; set; }

    /// <summary>Goes up by one with each write; 0 for an instance that was never stored.</summary>
    public int Version { get; set; }

    /// <summary>
    /// Name of the state machine's state: a <see cref="TaskState"/>, or <c>Initial</c> while nothing is known.
    /// </summary>
    public string CurrentState { get; set; } = "Initial";

    /// <summary>The task's name.</summary>
    public string? Name { get; set; }

    /// <summary>Queue of the latest attempt, else the one that it was sent to.</summary>
    public string? Queue { get; set; }

    /// <summary>The task's message as JSON text.</summary>
    public string? Arguments { get; set; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset? SubmittedAt { get; set; }

    /// <summary>Time before which it must not run.</summary>
    public DateTimeOffset? Eta { get; set; }

    /// <summary>Time after which it must not be started.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>Root of its tree of tasks.</summary>
    public Guid? RootId { get; set; }

    /// <summary>The task that sent it.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>Every run, by number and time; see <see cref="TaskRuns.Most"/>.</summary>
    public List<TaskAttempt> Attempts { get; set; } = [];

    /// <summary>Result of the attempt that counts, as JSON text.</summary>
    public string? Result { get; set; }

    /// <summary>Latest progress.</summary>
    public TaskProgress? Progress { get; set; }

    /// <summary>When and in which attempt it was reported.</summary>
    public DateTimeOffset? ProgressAt { get; set; }

    /// <summary>Latest state name that the task gave itself.</summary>
    public string? CustomState { get; set; }

    /// <summary>What it said along with that, as JSON text.</summary>
    public string? CustomStateMeta { get; set; }

    /// <summary>When it gave itself that state.</summary>
    public DateTimeOffset? CustomStateAt { get; set; }

    /// <summary>When it was first asked to be revoked.</summary>
    public DateTimeOffset? RevokeRequestedAt { get; set; }

    /// <summary>How far the revocation goes.</summary>
    public RevokeMode RevokeMode { get; set; }

    /// <summary>The reason given with it.</summary>
    public string? RevokeReason { get; set; }

    /// <summary>Number of the attempt that its last replay asks for; 0 if it was never replayed.</summary>
    public int ReplayAttempt { get; set; }

    /// <summary>When its message was last sent again from the dead letters.</summary>
    public DateTimeOffset? ReplayedAt { get; set; }

    /// <summary>Queue that the message was sent to then.</summary>
    public string? ReplayQueue { get; set; }

    /// <summary>
    /// Number of the latest attempt, or of the one that a replay asks for; follows from <see cref="Attempts"/> and
    /// <see cref="ReplayAttempt"/>.
    /// </summary>
    public int Attempt { get; set; }

    /// <summary>Worker of the latest attempt; follows from <see cref="Attempts"/>.</summary>
    public string? Worker { get; set; }

    /// <summary>When the latest attempt started; follows from <see cref="Attempts"/>.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it reached its final state; follows from <see cref="Attempts"/>.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Error of the attempt that counts; follows from <see cref="Attempts"/>.</summary>
    public TaskError? Error { get; set; }

    /// <summary>Who waits for its end.</summary>
    public List<TaskWaiter> Waiters { get; set; } = [];

    /// <summary>
    /// What may differ from the stored saga; <see cref="CurrentState"/> and <see cref="Queue"/> may change with each. A
    /// store may leave the other parts as they are. Default: everything, so that whoever changes a saga by other means
    /// than events need not know of this.
    /// </summary>
    public TaskSagaParts Changed { get; set; } = TaskSagaParts.All;

    /// <summary>A copy that shares nothing that changes.</summary>
    internal TaskSaga Copy()
    {
        var copy = (TaskSaga)MemberwiseClone();
        copy.Attempts = [.. Attempts];
        copy.Waiters = [.. Waiters];
        copy.Changed = TaskSagaParts.All;
        return copy;
    }
}

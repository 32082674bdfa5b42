namespace Messaging.Contracts;

/// <summary>
/// Names of the message headers that travel with a task. The task's id is the message id; everything else that is not
/// the contract itself is here. Times are ISO 8601 with offset, durations are <c>[d.]hh:mm:ss[.fffffff]</c>.
/// </summary>
public static class TaskHeaders
{
    /// <summary>
    /// The task's name, as the sender knows it. Its presence says that the sender has reported the task.
    /// </summary>
    public const string Name = "Task-Name";

    /// <summary>Number of the attempt that this message asks for, 1-based. Missing means 1.</summary>
    public const string Attempt = "Task-Attempt";

    /// <summary>Priority, 0 (lowest) to 9 (highest), for those who send the task on. Missing means none.</summary>
    public const string Priority = "Task-Priority";

    /// <summary>
    /// So many of its attempts are no retries: those after which the task was put off (<c>Snooze</c>), and all that were
    /// made before it was replayed. Missing means 0.
    /// </summary>
    public const string Snoozes = "Task-Snoozes";

    /// <summary>
    /// How often this attempt was sent back to the scheduler, since it had to wait for a limit. Missing means 0.
    /// </summary>
    public const string Deferrals = "Task-Deferrals";

    /// <summary>Time before which the task must not run.</summary>
    public const string Eta = "Task-Eta";

    /// <summary>Time after which the task must not be started any more.</summary>
    public const string Expires = "Task-Expires";

    /// <summary>Number of retries after the first attempt; overrides the worker's policy.</summary>
    public const string MaxRetries = "Task-Max-Retries";

    /// <summary>
    /// How the wait before each retry grows: <c>None</c>, <c>Fixed</c>, <c>Linear</c> or <c>Exponential</c>; overrides the
    /// worker's policy, along with the three headers that follow.
    /// </summary>
    public const string Backoff = "Task-Backoff";

    /// <summary>The fixed wait, the step or the first wait; a duration. Missing means 1 s.</summary>
    public const string BackoffBase = "Task-Backoff-Base";

    /// <summary>Longest wait; a duration. Missing means 600 s.</summary>
    public const string BackoffMax = "Task-Backoff-Max";

    /// <summary>
    /// <c>true</c> if the wait is drawn between zero and that, <c>false</c> if not. Missing means <c>true</c> for linear and
    /// exponential ones.
    /// </summary>
    public const string BackoffJitter = "Task-Backoff-Jitter";

    /// <summary>
    /// Duration after which the task's cancellation token is cancelled; overrides the worker's policy.
    /// </summary>
    public const string SoftTimeLimit = "Task-Soft-Time-Limit";

    /// <summary>Duration after which the task is given up; overrides the worker's policy.</summary>
    public const string TimeLimit = "Task-Time-Limit";

    /// <summary>Id of the first task of the tree that this task belongs to.</summary>
    public const string RootId = "Task-Root-Id";

    /// <summary>Id of the task that sent this one.</summary>
    public const string ParentId = "Task-Parent-Id";

    /// <summary>Id of the workflow that this task is a step of.</summary>
    public const string WorkflowId = "Task-Workflow-Id";

    /// <summary>Name of the schedule that this task is a run of.</summary>
    public const string Schedule = "Task-Schedule";

    /// <summary>When the run of the schedule was due; its message may come later.</summary>
    public const string Due = "Task-Due";

    /// <summary><c>true</c> when the result is not to be kept.</summary>
    public const string IgnoreResult = "Task-Ignore-Result";

    /// <summary>How often the task was replayed from the dead letters. Missing means never.</summary>
    public const string Replays = "Task-Replays";

    /// <summary>When the task was last replayed from the dead letters. Missing means never.</summary>
    public const string ReplayedAt = "Task-Replayed-At";

    /// <summary>
    /// Id of a dead letter whose message has none, given by the worker that could not read it. Only on dead letters.
    /// </summary>
    public const string DeadLetterId = "Task-Dead-Letter-Id";

    /// <summary>Why the message is a dead letter, see <see cref="Contracts.DeadLetterReason"/>. Only on those.</summary>
    public const string DeadLetterReason = "Task-Dead-Letter-Reason";
}

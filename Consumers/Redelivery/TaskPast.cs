using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>What trackers know of the runs before one, of the same attempt and of later ones.</summary>
internal sealed class TaskPast
{
    /// <summary>Trackers keep fifty runs, those that were only received go first.</summary>
    public const int MostCounted = 40;

    private const int MostKept = 50;

    public TaskPast(TaskStatus status, TaskExecution execution)
    {
        var before = status.Attempts
            .Where(run => run.Number >= execution.Attempt && !IsRun(run, execution))
            .ToArray();
        var lost = Array.FindAll(before, run => run is { StartedAt: not null, FinishedAt: null, Outcome: null });

        LostStarts = lost.Length;
        LastLost = lost.MaxBy(run => run.StartedAt);
        LastFailed = Array.FindLast(before, run => run.Outcome is TaskState.Failed or TaskState.Rejected);
        Furthest = before
            .Where(run => run.StartedAt is not null && IsOfMessage(run, status, execution))
            .Select(run => run.Number)
            .Append(execution.Attempt)
            .Max();
        HasSucceeded = status.State == TaskState.Succeeded;
        // Of a task that is settled before it runs the next attempt is always with the scheduler. Others may have waited
        // for it in a worker that is gone.
        IsOver = HasSucceeded || Array.Exists(before, run =>
            run.Outcome is TaskState.Revoked or TaskState.Expired or TaskState.Ignored
            || (run.Outcome == TaskState.Retrying && execution.Policy.Acknowledge == AcknowledgeMode.AtMostOnce));
    }

    public bool HasSucceeded { get; }

    /// <summary>
    /// It has come to an end that the worker did not live to settle; or an attempt after it is with the scheduler.
    /// </summary>
    public bool IsOver { get; }

    /// <summary>How often it was started without an end.</summary>
    public int LostStarts { get; }

    /// <summary>The last of those.</summary>
    public TaskAttempt? LastLost { get; }

    /// <summary>The last run that failed, its message not moved yet; or whose worker was taken for lost.</summary>
    public TaskAttempt? LastFailed { get; }

    /// <summary>
    /// The highest attempt that was started from this very message: a worker makes retries by itself, of which the
    /// message knows nothing.
    /// </summary>
    public int Furthest { get; }

    /// <summary>
    /// Why a task that is not to run twice does not run again: a worker has started it and is gone, or it has failed and
    /// its message was not moved. <c>null</c> if no run is in the way.
    /// </summary>
    /// <param name="task">The task's name.</param>
    public Exception? WhyNotAgain(string task) => this switch
    {
        { LastLost: { } lost } => WorkerLostException.Gone(task, lost.Worker),
        { LastFailed.Error: { } error } => new RemoteFailure
        {
            Kind = LastFailed.Outcome == TaskState.Rejected ? RemoteFailureKind.Reject : RemoteFailureKind.Failed,
            Error = error,
            Types = [error.Type],
        }.ToException(),
        { LastFailed: { } failed } => WorkerLostException.Gone(task, failed.Worker),
        _ => null,
    };

    /// <summary>
    /// Whether a status knows of a run itself, and so of all that was told before it. One that is full of later
    /// attempts never will.
    /// </summary>
    public static bool Knows(TaskStatus status, TaskExecution execution) =>
        status.Attempts.Any(run => IsRun(run, execution)) || IsFullOfLater(status, execution);

    private static bool IsFullOfLater(TaskStatus status, TaskExecution execution) =>
        status.Attempts.Count >= MostKept && status.Attempts.All(run => run.Number > execution.Attempt);

    /// <summary>
    /// Attempts that one worker makes of one message have one time of receipt. Others come from the scheduler, and may
    /// run elsewhere at the moment.
    /// </summary>
    private static bool IsOfMessage(TaskAttempt run, TaskStatus status, TaskExecution execution) =>
        IsFullOfLater(status, execution) || status.Attempts.Any(first => first.Number == execution.Attempt
            && first.ReceivedAt == run.ReceivedAt
            && string.Equals(first.Worker, run.Worker, StringComparison.Ordinal));

    /// <summary>Stores keep microseconds.</summary>
    private static bool IsRun(TaskAttempt run, TaskExecution execution) =>
        run.Number == execution.Attempt
        && string.Equals(run.Worker, execution.Worker, StringComparison.Ordinal)
        && (run.ReceivedAt - execution.ReceivedAt).Duration() < TimeSpan.FromMicroseconds(1);
}

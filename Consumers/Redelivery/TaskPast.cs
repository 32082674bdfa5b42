using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>What trackers know of the runs before one, of the same attempt and of later ones.</summary>
internal sealed class TaskPast
{
    /// <summary>Trackers keep fifty runs, those that were only received go first.</summary>
    public const int MostCounted = 40;

    public TaskPast(TaskStatus status, TaskExecution execution)
    {
        var before = status.Attempts
            .Where(run => run.Number >= execution.Attempt && !IsRun(run, execution))
            .ToArray();
        var started = Array.FindAll(before, run => run.StartedAt is not null && !WasPutBack(run));

        HasSucceeded = status.State == TaskState.Succeeded;
        IsOver = HasSucceeded || Array.Exists(before, run => run.Outcome is
            TaskState.Retrying or TaskState.Revoked or TaskState.Expired or TaskState.Ignored);
        LostStarts = started.Count(run => run.Outcome is null);
        LastStart = started.MaxBy(run => run.StartedAt);
    }

    public bool HasSucceeded { get; }

    /// <summary>
    /// It has come to an end that the worker did not live to settle; or an attempt after it is with the scheduler.
    /// </summary>
    public bool IsOver { get; }

    /// <summary>How often it was started without an end.</summary>
    public int LostStarts { get; }

    /// <summary>The last time that it was started.</summary>
    public TaskAttempt? LastStart { get; }

    /// <summary>Whether a status knows of a run itself, and so of all that was told before it.</summary>
    public static bool Knows(TaskStatus status, TaskExecution execution) =>
        status.Attempts.Any(run => IsRun(run, execution));

    private static bool WasPutBack(TaskAttempt run) => run is { FinishedAt: not null, Outcome: null };

    /// <summary>Stores keep microseconds.</summary>
    private static bool IsRun(TaskAttempt run, TaskExecution execution) =>
        run.Number == execution.Attempt
        && string.Equals(run.Worker, execution.Worker, StringComparison.Ordinal)
        && (run.ReceivedAt - execution.ReceivedAt).Duration() < TimeSpan.FromMicroseconds(1);
}

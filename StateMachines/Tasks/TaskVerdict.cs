using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Works out where a task is from the facts in its saga. <c>Succeeded</c> beats everything else. Then what came of the
/// latest replay beats what was before it: a task that failed and is replayed is open again. Apart from that an end beats
/// none (the run of a worker that died never ends, and a message that comes again begins at an earlier attempt), then the
/// highest attempt counts, of ends of one attempt the later one, and without an end the run that has come furthest. A
/// replay that no worker has seen yet is an attempt without a run.
/// </summary>
internal static class TaskVerdict
{
    /// <summary>By number, then time of receipt, then worker: a total order over runs.</summary>
    public static int ByAttempt(TaskAttempt left, TaskAttempt right)
    {
        var byNumber = left.Number.CompareTo(right.Number);
        if (byNumber != 0)
            return byNumber;

        var byTime = left.ReceivedAt.CompareTo(right.ReceivedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(left.Worker, right.Worker);
    }

    /// <summary>The run that counts: the one that ended the task, else the one that has come furthest.</summary>
    public static TaskAttempt? Of(TaskSaga saga)
    {
        TaskAttempt? best = null;
        foreach (var run in saga.Attempts)
        {
            if (best is null || Compare(run, best, saga.ReplayAttempt) > 0)
                best = run;
        }

        return best;
    }

    /// <summary>
    /// The run that is dropped when there are too many: one that did not end, of the lowest attempt. Whatever is told later
    /// of replays must not change that, or the order of events would matter.
    /// </summary>
    public static TaskAttempt Least(List<TaskAttempt> attempts) =>
        attempts.Aggregate((least, run) => Compare(run, least, replay: 0) < 0 ? run : least);

    /// <summary>Where the task is.</summary>
    public static TaskState StateOf(TaskSaga saga)
    {
        if (Of(saga) is { } run && !IsReplayed(saga, run))
            return run.Outcome ?? (run.StartedAt is null ? TaskState.Received : TaskState.Started);
        if (saga.ReplayAttempt > 0)
            return TaskState.Pending;
        if (saga.Eta is not null)
            return TaskState.Scheduled;

        return saga.SubmittedAt is null ? TaskState.Unknown : TaskState.Pending;
    }

    /// <summary>Brings what follows from the runs and the replay up to date.</summary>
    public static void Summarise(TaskSaga saga)
    {
        var run = Of(saga);
        if (saga.ReplayAttempt > 0 && (run is null || IsReplayed(saga, run)))
        {
            saga.Queue = saga.ReplayQueue;
            saga.Attempt = saga.ReplayAttempt;
            saga.Worker = null;
            saga.StartedAt = null;
            saga.FinishedAt = null;
            saga.Error = null;
            return;
        }

        if (run is null)
            return;

        saga.Queue = run.Queue;
        saga.Attempt = run.Number;
        saga.Worker = run.Worker;
        saga.StartedAt = run.StartedAt;
        saga.FinishedAt = IsFinal(run.Outcome) ? run.FinishedAt : null;
        saga.Error = run.Error;
    }

    /// <summary>The worker whose loss fails the task, since it runs it at the moment and no other may.</summary>
    public static string? LostWith(TaskSaga saga) =>
        Of(saga) is { FailsIfLost: true, StartedAt: not null, FinishedAt: null, Outcome: null } run
            ? run.Worker
            : null;

    public static bool IsFinal(TaskState? state) => state >= TaskState.Succeeded;

    /// <summary>Whether the message has been sent again since, and nobody has received it yet.</summary>
    private static bool IsReplayed(TaskSaga saga, TaskAttempt run) =>
        saga.ReplayAttempt > run.Number && run.Outcome != TaskState.Succeeded;

    private static int Compare(TaskAttempt left, TaskAttempt right, int replay)
    {
        var bySuccess = (left.Outcome == TaskState.Succeeded).CompareTo(right.Outcome == TaskState.Succeeded);
        if (bySuccess != 0)
            return bySuccess;

        // Without a replay all are of it.
        var byReplay = (left.Number >= replay).CompareTo(right.Number >= replay);
        if (byReplay != 0)
            return byReplay;

        var byEnd = IsFinal(left.Outcome).CompareTo(IsFinal(right.Outcome));
        return byEnd != 0 ? byEnd : CompareByAttempt(left, right);
    }

    private static int CompareByAttempt(TaskAttempt left, TaskAttempt right)
    {
        var byNumber = left.Number.CompareTo(right.Number);
        if (byNumber != 0)
            return byNumber;

        var byStage = Stage(left).CompareTo(Stage(right));
        if (byStage != 0)
            return byStage;

        var byTime = Nullable.Compare(EndedAt(left), EndedAt(right));
        return byTime != 0 ? byTime : ByAttempt(left, right);
    }

    /// <summary>A run that was put back counts no more than before: the next one does, when it has come as far.</summary>
    private static DateTimeOffset? EndedAt(TaskAttempt run) => run.Outcome is null ? null : run.FinishedAt;

    /// <summary>Within one attempt and not final: received, started, waiting for the next.</summary>
    private static int Stage(TaskAttempt run)
    {
        if (IsFinal(run.Outcome))
            return 0;
        if (run.Outcome == TaskState.Retrying)
            return 2;

        return run.StartedAt is null ? 0 : 1;
    }
}

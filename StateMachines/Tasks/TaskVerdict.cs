using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Works out where a task is from the facts in its saga. <c>Succeeded</c> beats every other final state; between two
/// others the higher attempt wins, then the later time. While nothing is final, the furthest run of the highest attempt
/// says where it is.
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
    public static TaskAttempt? Of(List<TaskAttempt> attempts)
    {
        TaskAttempt? best = null;
        foreach (var run in attempts)
        {
            if (best is null || Compare(run, best) > 0)
                best = run;
        }

        return best;
    }

    /// <summary>The run that counts least: the last one that anybody would ask for.</summary>
    public static TaskAttempt Least(List<TaskAttempt> attempts) =>
        attempts.Aggregate((least, run) => Compare(run, least) < 0 ? run : least);

    /// <summary>Where the task is.</summary>
    public static TaskState StateOf(TaskSaga saga)
    {
        if (Of(saga.Attempts) is { } run)
            return run.Outcome ?? (run.StartedAt is null ? TaskState.Received : TaskState.Started);
        if (saga.Eta is not null)
            return TaskState.Scheduled;

        return saga.SubmittedAt is null ? TaskState.Unknown : TaskState.Pending;
    }

    /// <summary>Brings what follows from the runs up to date.</summary>
    public static void Summarise(TaskSaga saga)
    {
        if (Of(saga.Attempts) is not { } run)
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
        Of(saga.Attempts) is { FailsIfLost: true, StartedAt: not null, FinishedAt: null, Outcome: null } run
            ? run.Worker
            : null;

    public static bool IsFinal(TaskState? state) => state >= TaskState.Succeeded;

    private static int Compare(TaskAttempt left, TaskAttempt right)
    {
        var byRank = Rank(left).CompareTo(Rank(right));
        if (byRank != 0)
            return byRank;

        var byNumber = left.Number.CompareTo(right.Number);
        if (byNumber != 0)
            return byNumber;

        var byStage = Stage(left).CompareTo(Stage(right));
        if (byStage != 0)
            return byStage;

        var byTime = Nullable.Compare(EndedAt(left), EndedAt(right));
        return byTime != 0 ? byTime : ByAttempt(left, right);
    }

    private static int Rank(TaskAttempt run) => run.Outcome switch
    {
        TaskState.Succeeded => 2,
        { } outcome when IsFinal(outcome) => 1,
        _ => 0,
    };

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

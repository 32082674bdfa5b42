using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Adds events to a saga so that they commute: in any order, repeated, in any batches, the same row comes out.
/// <list type="number">
/// <item>What the sender said is taken from the earliest submission and wins over what workers say.</item>
/// <item>Runs are a set, told apart by attempt number, worker and time of receipt. Each fact of a run (started,
/// finished, outcome) is filled in once.</item>
/// <item>Progress and custom state belong to the latest report.</item>
/// <item>Everything else is worked out from those after each event, so it cannot depend on their order.</item>
/// </list>
/// Times are cut to microseconds, which is what PostgreSQL keeps: a stored time and the same time in a repeated event
/// must be equal.
/// </summary>
internal static class TaskHistory
{
    /// <summary>
    /// So many runs are kept. Of more, the earliest that did not succeed go first; the numbers show the gap.
    /// </summary>
    public const int MostAttempts = 50;

    /// <summary>
    /// So many waiters are kept for one task. Whoever comes later asks again when its own time is up.
    /// </summary>
    private const int MostWaiters = 1_000;

    public static void Add(TaskSaga saga, TaskSubmitted submitted)
    {
        var time = Microseconds(submitted.Time);
        if (saga.SubmittedAt <= time)
            return;

        saga.SubmittedAt = time;
        saga.Name = submitted.Name;
        saga.Arguments = submitted.Arguments;
        saga.Eta = Microseconds(submitted.Eta) ?? saga.Eta;
        saga.Expires = Microseconds(submitted.Expires);
        saga.RootId = submitted.RootId ?? saga.RootId;
        saga.ParentId = submitted.ParentId ?? saga.ParentId;
        if (saga.Attempts.Count == 0)
            saga.Queue = submitted.Queue;
    }

    public static void Add(TaskSaga saga, TaskScheduled scheduled)
    {
        saga.Name ??= scheduled.Name;
        saga.Queue ??= scheduled.Queue;
        saga.Eta ??= Microseconds(scheduled.Eta);
    }

    public static void Add(TaskSaga saga, TaskReceived received)
    {
        AddRun(saga, received, run => run);
        if (saga.SubmittedAt is null)
            saga.Arguments ??= received.Arguments;
    }

    public static void Add(TaskSaga saga, TaskStarted started) =>
        AddRun(saga, started, run => run with { StartedAt = run.StartedAt ?? Microseconds(started.Time) });

    public static void Add(TaskSaga saga, TaskProgressed progressed)
    {
        AddRun(saga, progressed, run => run);
        var time = Microseconds(progressed.Time);
        if (saga.ProgressAt > time
            || (saga.ProgressAt == time && saga.Progress?.Current >= progressed.Progress.Current))
        {
            return;
        }

        saga.ProgressAt = time;
        saga.Progress = progressed.Progress;
    }

    public static void Add(TaskSaga saga, TaskStateSet set)
    {
        AddRun(saga, set, run => run);
        var time = Microseconds(set.Time);
        if (saga.CustomStateAt > time
            || (saga.CustomStateAt == time && string.CompareOrdinal(saga.CustomState, set.CustomState) >= 0))
        {
            return;
        }

        saga.CustomStateAt = time;
        saga.CustomState = set.CustomState;
        saga.CustomStateMeta = set.Meta;
    }

    public static void Add(TaskSaga saga, TaskRetrying retrying) => AddRun(saga, retrying, run => End(
        run, retrying, TaskState.Retrying, retrying.StartedAt, retrying.Error)
        with { NextAttemptAt = Microseconds(retrying.NextAttemptAt) });

    public static void Add(TaskSaga saga, TaskSucceeded succeeded)
    {
        AddRun(saga, succeeded, run => End(run, succeeded, TaskState.Succeeded, succeeded.StartedAt, error: null));
        if (TaskVerdict.Of(saga.Attempts) is { Outcome: TaskState.Succeeded } counts && IsRun(counts, succeeded))
            saga.Result = succeeded.Result;
    }

    public static void Add(TaskSaga saga, TaskFailed failed) =>
        AddRun(saga, failed, run => End(run, failed, TaskState.Failed, failed.StartedAt, failed.Error));

    public static void Add(TaskSaga saga, TaskRevoked revoked)
    {
        var error = revoked.Reason is null ? null : new TaskError { Type = "Revoked", Message = revoked.Reason };
        AddRun(saga, revoked, run => End(run, revoked, TaskState.Revoked, revoked.StartedAt, error));
    }

    public static void Add(TaskSaga saga, TaskExpired expired)
    {
        var error = new TaskError
        {
            Type = "Expired",
            Message = $"The task was to be started before {TaskHeaderFormat.Write(expired.Expires)}.",
        };
        AddRun(saga, expired, run => End(run, expired, TaskState.Expired, startedAt: null, error));
    }

    public static void Add(TaskSaga saga, TaskRejected rejected) =>
        AddRun(saga, rejected, run => End(run, rejected, TaskState.Rejected, startedAt: null, rejected.Error));

    public static void Add(TaskSaga saga, RevokeTask revoke)
    {
        var time = Microseconds(revoke.Time);
        if (saga.RevokeRequestedAt is null || time < saga.RevokeRequestedAt)
        {
            saga.RevokeRequestedAt = time;
            saga.RevokeReason = revoke.Reason;
        }

        if (revoke.Mode > saga.RevokeMode)
            saga.RevokeMode = revoke.Mode;
    }

    public static void Add(TaskSaga saga, TaskWaiter waiter)
    {
        if (saga.Waiters.Count < MostWaiters && !saga.Waiters.Exists(known => known.RequestId == waiter.RequestId))
            saga.Waiters.Add(waiter);
    }

    private static void AddRun(TaskSaga saga, TaskRunEvent told, Func<TaskAttempt, TaskAttempt> change)
    {
        saga.Name ??= told.Name;
        saga.RootId ??= told.RootId;
        saga.ParentId ??= told.ParentId;

        var index = saga.Attempts.FindIndex(run => IsRun(run, told));
        if (index >= 0)
        {
            saga.Attempts[index] = change(saga.Attempts[index]);
        }
        else
        {
            saga.Attempts.Add(change(NewRun(told)));
            saga.Attempts.Sort(TaskVerdict.ByAttempt);
            if (saga.Attempts.Count > MostAttempts)
                saga.Attempts.RemoveAt(Math.Max(0, saga.Attempts.FindIndex(run => run.Outcome != TaskState.Succeeded)));
        }

        TaskVerdict.Summarise(saga);
    }

    private static bool IsRun(TaskAttempt run, TaskRunEvent told) =>
        run.Number == told.Attempt
        && run.ReceivedAt == Microseconds(told.ReceivedAt)
        && string.Equals(run.Worker, told.Worker, StringComparison.Ordinal);

    private static TaskAttempt NewRun(TaskRunEvent told) => new()
    {
        Number = told.Attempt,
        Worker = told.Worker,
        Queue = told.Queue,
        ReceivedAt = Microseconds(told.ReceivedAt),
    };

    private static TaskAttempt End(
        TaskAttempt run, TaskRunEvent told, TaskState outcome, DateTimeOffset? startedAt, TaskError? error)
    {
        if (run.Outcome is not null)
            return run;

        return run with
        {
            StartedAt = run.StartedAt ?? Microseconds(startedAt),
            FinishedAt = Microseconds(told.Time),
            Outcome = outcome,
            Error = error,
        };
    }

    private static DateTimeOffset? Microseconds(DateTimeOffset? time) => time is { } value ? Microseconds(value) : null;

    private static DateTimeOffset Microseconds(DateTimeOffset time)
    {
        var utc = time.UtcTicks;
        return new DateTimeOffset(utc - (utc % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}

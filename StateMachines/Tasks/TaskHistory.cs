using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Adds events to a saga so that they commute: in any order, repeated, in any batches, the same row comes out.
/// <list type="number">
/// <item>What the sender said is taken from the earliest submission and wins over what others say of the task. The
/// time before which it must not run is the earliest that anybody told.</item>
/// <item>Runs are a set, see <see cref="TaskRuns"/>.</item>
/// <item>Progress and custom state belong to the latest report.</item>
/// <item>Of replays the one that asks for the highest attempt counts.</item>
/// <item>Everything else is worked out from those after each event, so it cannot depend on their order.</item>
/// </list>
/// </summary>
internal static class TaskHistory
{
    /// <summary>
    /// So many waiters are kept for one task. Of more, the one whose time is up first goes: most likely it is up
    /// already.
    /// </summary>
    public const int MostWaiters = 1_000;

    public static void Add(TaskSaga saga, TaskSubmitted submitted)
    {
        AddEta(saga, submitted.Eta);
        var time = StoredTime.Of(submitted.Time);
        if (saga.SubmittedAt <= time)
            return;

        saga.Changed |= TaskSagaParts.Submission;
        saga.SubmittedAt = time;
        saga.Name = submitted.Name;
        saga.Arguments = submitted.Arguments;
        saga.Expires = StoredTime.Of(submitted.Expires);
        saga.RootId = submitted.RootId;
        saga.ParentId = submitted.ParentId;
        if (saga.Attempts.Count == 0 && saga.ReplayAttempt == 0)
            saga.Queue = submitted.Queue;
    }

    public static void Add(TaskSaga saga, TaskScheduled scheduled)
    {
        AddEta(saga, scheduled.Eta);
        if (saga.SubmittedAt is not null)
            return;

        saga.Changed |= TaskSagaParts.Submission;
        saga.Name = Merge.Greater(saga.Name, scheduled.Name);
        if (saga.Attempts.Count == 0 && saga.ReplayAttempt == 0)
            saga.Queue = Merge.Greater(saga.Queue, scheduled.Queue);
    }

    public static void Add(TaskSaga saga, TaskReceived received)
    {
        TaskRuns.Add(saga, received, run => run);
        if (saga.SubmittedAt is null && received.Arguments is not null)
        {
            saga.Changed |= TaskSagaParts.Submission;
            saga.Arguments = Merge.Greater(saga.Arguments, received.Arguments);
        }
    }

    public static void Add(TaskSaga saga, TaskStarted started) =>
        TaskRuns.Add(saga, started, run => run with
        {
            StartedAt = run.StartedAt ?? StoredTime.Of(started.Time),
            FailsIfLost = run.FailsIfLost || started.FailsIfLost,
        });

    public static void Add(TaskSaga saga, TaskPutBack back) => TaskRuns.Add(saga, back, run => run with
    {
        StartedAt = run.StartedAt ?? StoredTime.Of(back.StartedAt),
        FinishedAt = run.FinishedAt ?? StoredTime.Of(back.Time),
    });

    public static void Add(TaskSaga saga, TaskProgressed progressed)
    {
        TaskRuns.Add(saga, progressed, run => run);
        var time = StoredTime.Of(progressed.Time);
        if (saga.ProgressAt > time
            || (saga.ProgressAt == time && Merge.Compare(saga.Progress, progressed.Progress) >= 0))
        {
            return;
        }

        saga.Changed |= TaskSagaParts.Progress;
        saga.ProgressAt = time;
        saga.Progress = progressed.Progress;
    }

    public static void Add(TaskSaga saga, TaskStateSet set)
    {
        TaskRuns.Add(saga, set, run => run);
        var time = StoredTime.Of(set.Time);
        if (saga.CustomStateAt > time
            || (saga.CustomStateAt == time
                && Merge.Compare((saga.CustomState, saga.CustomStateMeta), (set.CustomState, set.Meta)) >= 0))
        {
            return;
        }

        saga.Changed |= TaskSagaParts.CustomState;
        saga.CustomStateAt = time;
        saga.CustomState = set.CustomState;
        saga.CustomStateMeta = set.Meta;
    }

    public static void Add(TaskSaga saga, TaskRetrying retrying) => TaskRuns.Add(saga, retrying, run => TaskRuns.End(
        run, retrying, TaskState.Retrying, retrying.StartedAt, retrying.Error)
        with { NextAttemptAt = StoredTime.Of(retrying.NextAttemptAt) });

    public static void Add(TaskSaga saga, TaskSucceeded succeeded)
    {
        TaskRuns.Add(saga, succeeded, run => TaskRuns.End(
            run, succeeded, TaskState.Succeeded, succeeded.StartedAt, error: null));
        var counts = TaskVerdict.Of(saga);
        if (counts is not { Outcome: TaskState.Succeeded } || !TaskRuns.IsRun(counts, succeeded)
            || string.Equals(saga.Result, succeeded.Result, StringComparison.Ordinal))
        {
            return;
        }

        saga.Changed |= TaskSagaParts.Runs;
        saga.Result = succeeded.Result;
    }

    public static void Add(TaskSaga saga, TaskFailed failed) =>
        TaskRuns.Add(saga, failed, run => TaskRuns.End(run, failed, TaskState.Failed, failed.StartedAt, failed.Error));

    public static void Add(TaskSaga saga, TaskRevoked revoked)
    {
        var error = revoked.Reason is null ? null : new TaskError { Type = "Revoked", Message = revoked.Reason };
        TaskRuns.Add(saga, revoked, run => TaskRuns.End(run, revoked, TaskState.Revoked, revoked.StartedAt, error));
    }

    public static void Add(TaskSaga saga, TaskExpired expired)
    {
        var error = new TaskError
        {
            Type = "Expired",
            Message = $"The task was to be started before {TaskHeaderFormat.Write(StoredTime.Of(expired.Expires))}.",
        };
        TaskRuns.Add(saga, expired, run => TaskRuns.End(run, expired, TaskState.Expired, startedAt: null, error));
    }

    public static void Add(TaskSaga saga, TaskRejected rejected) => TaskRuns.Add(saga, rejected, run => TaskRuns.End(
        run, rejected, TaskState.Rejected, rejected.StartedAt, rejected.Error));

    public static void Add(TaskSaga saga, TaskIgnored ignored) => TaskRuns.Add(saga, ignored, run => TaskRuns.End(
        run, ignored, TaskState.Ignored, ignored.StartedAt, error: null));

    public static void Add(TaskSaga saga, TaskReplayed replayed)
    {
        if (saga.SubmittedAt is null && replayed.Name is not null)
        {
            saga.Changed |= TaskSagaParts.Submission;
            saga.Name = Merge.Greater(saga.Name, replayed.Name);
        }

        var time = StoredTime.Of(replayed.Time);
        var byPlace = (replayed.Attempt, time).CompareTo((saga.ReplayAttempt, saga.ReplayedAt ?? time));
        if (saga.ReplayedAt is not null
            && (byPlace < 0 || (byPlace == 0 && string.CompareOrdinal(replayed.Queue, saga.ReplayQueue) <= 0)))
        {
            return;
        }

        saga.Changed |= TaskSagaParts.Replay | TaskSagaParts.Runs;
        saga.ReplayAttempt = replayed.Attempt;
        saga.ReplayedAt = time;
        saga.ReplayQueue = replayed.Queue;
        TaskVerdict.Summarise(saga);
    }

    public static void Add(TaskSaga saga, RevokeTask revoke)
    {
        saga.Changed |= TaskSagaParts.Revocation;
        var time = StoredTime.Of(revoke.Time);
        if (saga.RevokeRequestedAt is null || time < saga.RevokeRequestedAt)
        {
            saga.RevokeRequestedAt = time;
            saga.RevokeReason = revoke.Reason;
        }
        else if (time == saga.RevokeRequestedAt)
        {
            saga.RevokeReason = Merge.Greater(saga.RevokeReason, revoke.Reason);
        }

        if (revoke.Mode > saga.RevokeMode)
            saga.RevokeMode = revoke.Mode;
    }

    public static void Add(TaskSaga saga, TaskWaiter waiter)
    {
        if (saga.Waiters.Exists(known => known.RequestId == waiter.RequestId))
            return;

        if (saga.Waiters.Count >= MostWaiters)
            saga.Waiters.Remove(saga.Waiters.MinBy(known => known.Until)!);
        saga.Waiters.Add(waiter);
        saga.Changed |= TaskSagaParts.Waiters;
    }

    private static void AddEta(TaskSaga saga, DateTimeOffset? told)
    {
        var eta = Merge.Earlier(saga.Eta, StoredTime.Of(told));
        if (eta == saga.Eta)
            return;

        saga.Eta = eta;
        saga.Changed |= TaskSagaParts.Submission;
    }
}

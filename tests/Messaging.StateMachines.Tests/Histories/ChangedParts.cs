namespace Messaging.StateMachines.Tests;

/// <summary>Writes of a saga only what it says has changed, as a store may.</summary>
internal static class ChangedParts
{
    /// <summary>What is stored after the saga has been written over what was.</summary>
    public static TaskSaga Over(TaskSaga? stored, TaskSaga saga)
    {
        var row = stored?.Copy() ?? new TaskSaga { CorrelationId = saga.CorrelationId };
        (row.Version, row.CurrentState, row.Queue) = (saga.Version, saga.CurrentState, saga.Queue);
        var from = saga.Copy();
        if (saga.Changed.HasFlag(TaskSagaParts.Submission))
        {
            (row.Name, row.Arguments, row.SubmittedAt) = (from.Name, from.Arguments, from.SubmittedAt);
            (row.Eta, row.Expires, row.RootId, row.ParentId) = (from.Eta, from.Expires, from.RootId, from.ParentId);
        }

        if (saga.Changed.HasFlag(TaskSagaParts.Runs))
        {
            (row.Attempts, row.Attempt, row.Worker) = (from.Attempts, from.Attempt, from.Worker);
            (row.StartedAt, row.FinishedAt) = (from.StartedAt, from.FinishedAt);
            (row.Result, row.Error) = (from.Result, from.Error);
        }

        if (saga.Changed.HasFlag(TaskSagaParts.Progress))
            (row.Progress, row.ProgressAt) = (from.Progress, from.ProgressAt);
        if (saga.Changed.HasFlag(TaskSagaParts.CustomState))
        {
            (row.CustomState, row.CustomStateMeta) = (from.CustomState, from.CustomStateMeta);
            row.CustomStateAt = from.CustomStateAt;
        }

        if (saga.Changed.HasFlag(TaskSagaParts.Revocation))
        {
            (row.RevokeRequestedAt, row.RevokeMode) = (from.RevokeRequestedAt, from.RevokeMode);
            row.RevokeReason = from.RevokeReason;
        }

        if (saga.Changed.HasFlag(TaskSagaParts.Replay))
        {
            (row.ReplayAttempt, row.ReplayedAt) = (from.ReplayAttempt, from.ReplayedAt);
            row.ReplayQueue = from.ReplayQueue;
        }

        if (saga.Changed.HasFlag(TaskSagaParts.Waiters))
            row.Waiters = from.Waiters;
        return row;
    }
}

using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// The runs of a task: a set, told apart by attempt number, worker and time of receipt. Each fact of a run (started,
/// finished, outcome) is filled in once.
/// </summary>
internal static class TaskRuns
{
    /// <summary>
    /// So many are kept. Of more, the one that counts least goes first, so that the one that counts stays; the numbers
    /// show the gap.
    /// </summary>
    public const int Most = 50;

    public static void Add(TaskSaga saga, TaskRunEvent told, Func<TaskAttempt, TaskAttempt> change)
    {
        if (saga.SubmittedAt is null)
            AddWhatTheSenderHasNotTold(saga, told);

        var index = saga.Attempts.FindIndex(run => IsRun(run, told));
        if (index < 0)
        {
            AddRun(saga, change(NewRun(told)));
        }
        else
        {
            var changed = change(saga.Attempts[index]);
            if (changed == saga.Attempts[index])
                return;

            saga.Attempts[index] = changed;
        }

        saga.Changed |= TaskSagaParts.Runs;
        TaskVerdict.Summarise(saga);
    }

    public static bool IsRun(TaskAttempt run, TaskRunEvent told) =>
        run.Number == told.Attempt
        && run.ReceivedAt == StoredTime.Of(told.ReceivedAt)
        && string.Equals(run.Worker, told.Worker, StringComparison.Ordinal);

    private static void AddRun(TaskSaga saga, TaskAttempt run)
    {
        saga.Attempts.Add(run);
        if (saga.Attempts.Count == 1)
            return;

        saga.Attempts.Sort(TaskVerdict.ByAttempt);
        if (saga.Attempts.Count > Most)
            saga.Attempts.Remove(TaskVerdict.Least(saga.Attempts));
    }

    private static void AddWhatTheSenderHasNotTold(TaskSaga saga, TaskRunEvent told)
    {
        saga.Changed |= TaskSagaParts.Submission;
        saga.Name = Merge.Greater(saga.Name, told.Name);
        saga.RootId = Merge.Greater(saga.RootId, told.RootId);
        saga.ParentId = Merge.Greater(saga.ParentId, told.ParentId);
    }

    private static TaskAttempt NewRun(TaskRunEvent told) => new()
    {
        Number = told.Attempt,
        Worker = told.Worker,
        Queue = told.Queue,
        ReceivedAt = StoredTime.Of(told.ReceivedAt),
    };

    public static TaskAttempt End(
        TaskAttempt run, TaskRunEvent told, TaskState outcome, DateTimeOffset? startedAt, TaskError? error)
    {
        if (run.Outcome is not null)
            return run;

        return run with
        {
            StartedAt = run.StartedAt ?? StoredTime.Of(startedAt),
            FinishedAt = StoredTime.Of(told.Time),
            Outcome = outcome,
            Error = error,
        };
    }
}

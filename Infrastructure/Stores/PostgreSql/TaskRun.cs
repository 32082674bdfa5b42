using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Most tasks have a single run, and all of it is in the columns of the task. Only other tasks keep their runs as JSON:
/// that costs half of a row and a third of the time to write it.
/// </summary>
internal static class TaskRun
{
    /// <summary>Whether the columns say all that there is to say of the runs.</summary>
    public static bool IsAll(TaskSaga saga)
    {
        if (saga.Attempts.Count == 0)
            return saga.Attempt == 0;

        return saga.Attempts.Count == 1 && saga.Attempts[0] == Rebuilt(saga, saga.Attempts[0].ReceivedAt);
    }

    public static DateTimeOffset? ReceivedAt(TaskSaga saga) =>
        saga.Attempts.Count == 0 ? null : saga.Attempts[^1].ReceivedAt;

    /// <summary>The runs of a saga whose columns say all.</summary>
    public static List<TaskAttempt> All(TaskSaga saga, DateTimeOffset? receivedAt) =>
        receivedAt is { } time && Rebuilt(saga, time) is { } run ? [run] : [];

    private static TaskAttempt? Rebuilt(TaskSaga saga, DateTimeOffset receivedAt)
    {
        if (saga.Worker is null || saga.Queue is null)
            return null;

        var ended = saga.FinishedAt is not null;
        return new TaskAttempt
        {
            Number = saga.Attempt,
            Worker = saga.Worker,
            Queue = saga.Queue,
            ReceivedAt = receivedAt,
            StartedAt = saga.StartedAt,
            FinishedAt = saga.FinishedAt,
            Outcome = ended && Enum.TryParse<TaskState>(saga.CurrentState, out var outcome) ? outcome : null,
            Error = saga.Error,
        };
    }
}

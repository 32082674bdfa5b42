using System.Text.Json;
using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Turns sagas into rows and back. The columns are written in one place; reading follows the same order.
/// </summary>
internal static class TaskRows
{
    /// <summary>They say which row, and may change with everything else.</summary>
    private const TaskSagaParts Always = TaskSagaParts.All;

    /// <summary>The id is the first and the version the second.</summary>
    public static readonly TaskColumn[] Columns =
    [
        TaskColumn.Id("id", Always, saga => saga.CorrelationId),
        TaskColumn.Number("version", Always, saga => saga.Version + 1),
        TaskColumn.Text("state", Always, saga => saga.CurrentState),
        TaskColumn.Text("queue", Always, saga => saga.Queue),
        TaskColumn.Text("name", TaskSagaParts.Submission, saga => saga.Name),
        TaskColumn.Time("submitted_at", TaskSagaParts.Submission, saga => saga.SubmittedAt),
        TaskColumn.Time("eta", TaskSagaParts.Submission, saga => saga.Eta),
        TaskColumn.Time("expires", TaskSagaParts.Submission, saga => saga.Expires),
        TaskColumn.Id("root_id", TaskSagaParts.Submission, saga => saga.RootId),
        TaskColumn.Id("parent_id", TaskSagaParts.Submission, saga => saga.ParentId),
        TaskColumn.Text("arguments", TaskSagaParts.Submission, saga => saga.Arguments),
        TaskColumn.Text("worker", TaskSagaParts.Runs, saga => saga.Worker),
        TaskColumn.Number("attempt", TaskSagaParts.Runs, saga => saga.Attempt),
        TaskColumn.Time("received_at", TaskSagaParts.Runs, TaskRun.ReceivedAt),
        TaskColumn.Time("started_at", TaskSagaParts.Runs, saga => saga.StartedAt),
        TaskColumn.Time("finished_at", TaskSagaParts.Runs, saga => saga.FinishedAt),
        TaskColumn.Text("result", TaskSagaParts.Runs, saga => saga.Result),
        TaskColumn.Json("error", TaskSagaParts.Runs, saga => Write(saga.Error)),
        TaskColumn.Text("lost_with", TaskSagaParts.Runs, TaskVerdict.LostWith),
        TaskColumn.Json("attempts", TaskSagaParts.Runs, saga => TaskRun.IsAll(saga) ? null : Write(saga.Attempts)),
        TaskColumn.Json("progress", TaskSagaParts.Progress, saga => Write(saga.Progress)),
        TaskColumn.Time("progress_at", TaskSagaParts.Progress, saga => saga.ProgressAt),
        TaskColumn.Text("custom_state", TaskSagaParts.CustomState, saga => saga.CustomState),
        TaskColumn.Text("custom_state_meta", TaskSagaParts.CustomState, saga => saga.CustomStateMeta),
        TaskColumn.Time("custom_state_at", TaskSagaParts.CustomState, saga => saga.CustomStateAt),
        TaskColumn.Time("revoke_requested_at", TaskSagaParts.Revocation, saga => saga.RevokeRequestedAt),
        TaskColumn.Text("revoke_mode", TaskSagaParts.Revocation, saga => saga.RevokeMode.ToString()),
        TaskColumn.Text("revoke_reason", TaskSagaParts.Revocation, saga => saga.RevokeReason),
        TaskColumn.Json(
            "waiters", TaskSagaParts.Waiters, saga => saga.Waiters.Count == 0 ? null : Write(saga.Waiters)),
        TaskColumn.Number("replay_attempt", TaskSagaParts.Replay, saga => saga.ReplayAttempt),
        TaskColumn.Time("replayed_at", TaskSagaParts.Replay, saga => saga.ReplayedAt),
        TaskColumn.Text("replay_queue", TaskSagaParts.Replay, saga => saga.ReplayQueue),
    ];

    public static TaskSaga Read(NpgsqlDataReader row)
    {
        var at = 0;
        var saga = new TaskSaga
        {
            CorrelationId = row.GetGuid(at++),
            Version = row.GetInt32(at++),
            CurrentState = row.GetString(at++),
            Queue = Text(row, at++),
            Name = Text(row, at++),
            SubmittedAt = Time(row, at++),
            Eta = Time(row, at++),
            Expires = Time(row, at++),
            RootId = Id(row, at++),
            ParentId = Id(row, at++),
            Arguments = Text(row, at++),
            Worker = Text(row, at++),
            Attempt = row.GetInt32(at++),
        };
        var receivedAt = Time(row, at++);
        saga.StartedAt = Time(row, at++);
        saga.FinishedAt = Time(row, at++);
        saga.Result = Text(row, at++);
        saga.Error = Json<TaskError>(row, at++);
        at++;
        saga.Attempts = Json<List<TaskAttempt>>(row, at++) ?? TaskRun.All(saga, receivedAt);
        saga.Progress = Json<TaskProgress>(row, at++);
        saga.ProgressAt = Time(row, at++);
        saga.CustomState = Text(row, at++);
        saga.CustomStateMeta = Text(row, at++);
        saga.CustomStateAt = Time(row, at++);
        saga.RevokeRequestedAt = Time(row, at++);
        saga.RevokeMode = Text(row, at++) is { } mode ? Enum.Parse<RevokeMode>(mode) : default;
        saga.RevokeReason = Text(row, at++);
        saga.Waiters = Json<List<TaskWaiter>>(row, at++) ?? [];
        saga.ReplayAttempt = row.GetInt32(at++);
        saga.ReplayedAt = Time(row, at++);
        saga.ReplayQueue = Text(row, at);
        return saga;
    }

    public static string? Text(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    public static Guid? Id(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetGuid(at);

    public static DateTimeOffset? Time(NpgsqlDataReader row, int at) =>
        row.IsDBNull(at) ? null : row.GetFieldValue<DateTimeOffset>(at);

    private static string? Write<T>(T? value)
        where T : class =>
        value is null ? null : JsonSerializer.Serialize(value, TaskJson.Options);

    private static T? Json<T>(NpgsqlDataReader row, int at)
        where T : class =>
        row.IsDBNull(at) ? null : JsonSerializer.Deserialize<T>(row.GetString(at), TaskJson.Options);
}

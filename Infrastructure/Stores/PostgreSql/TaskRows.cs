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
    public static readonly TaskColumn[] Columns =
    [
        TaskColumn.Id("id", saga => saga.CorrelationId),
        TaskColumn.Number("version", saga => saga.Version + 1),
        TaskColumn.Text("state", saga => saga.CurrentState),
        TaskColumn.Text("name", saga => saga.Name),
        TaskColumn.Text("queue", saga => saga.Queue),
        TaskColumn.Text("worker", saga => saga.Worker),
        TaskColumn.Number("attempt", saga => saga.Attempt),
        TaskColumn.Time("submitted_at", saga => saga.SubmittedAt),
        TaskColumn.Time("eta", saga => saga.Eta),
        TaskColumn.Time("expires", saga => saga.Expires),
        TaskColumn.Time("started_at", saga => saga.StartedAt),
        TaskColumn.Time("finished_at", saga => saga.FinishedAt),
        TaskColumn.Id("root_id", saga => saga.RootId),
        TaskColumn.Id("parent_id", saga => saga.ParentId),
        TaskColumn.Text("arguments", saga => saga.Arguments),
        TaskColumn.Text("result", saga => saga.Result),
        TaskColumn.Json("error", saga => Write(saga.Error)),
        TaskColumn.Json("progress", saga => Write(saga.Progress)),
        TaskColumn.Time("progress_at", saga => saga.ProgressAt),
        TaskColumn.Text("custom_state", saga => saga.CustomState),
        TaskColumn.Text("custom_state_meta", saga => saga.CustomStateMeta),
        TaskColumn.Time("custom_state_at", saga => saga.CustomStateAt),
        TaskColumn.Time("revoke_requested_at", saga => saga.RevokeRequestedAt),
        TaskColumn.Text("revoke_mode", saga => saga.RevokeMode.ToString()),
        TaskColumn.Text("revoke_reason", saga => saga.RevokeReason),
        TaskColumn.Json("attempts", saga => Write(saga.Attempts)),
        TaskColumn.Json("waiters", saga => saga.Waiters.Count == 0 ? null : Write(saga.Waiters)),
    ];

    public static TaskSaga Read(NpgsqlDataReader row)
    {
        var at = 0;
        return new TaskSaga
        {
            CorrelationId = row.GetGuid(at++),
            Version = row.GetInt32(at++),
            CurrentState = row.GetString(at++),
            Name = Text(row, at++),
            Queue = Text(row, at++),
            Worker = Text(row, at++),
            Attempt = row.GetInt32(at++),
            SubmittedAt = Time(row, at++),
            Eta = Time(row, at++),
            Expires = Time(row, at++),
            StartedAt = Time(row, at++),
            FinishedAt = Time(row, at++),
            RootId = Id(row, at++),
            ParentId = Id(row, at++),
            Arguments = Text(row, at++),
            Result = Text(row, at++),
            Error = Json<TaskError>(row, at++),
            Progress = Json<TaskProgress>(row, at++),
            ProgressAt = Time(row, at++),
            CustomState = Text(row, at++),
            CustomStateMeta = Text(row, at++),
            CustomStateAt = Time(row, at++),
            RevokeRequestedAt = Time(row, at++),
            RevokeMode = Enum.Parse<RevokeMode>(row.GetString(at++)),
            RevokeReason = Text(row, at++),
            Attempts = Json<List<TaskAttempt>>(row, at++) ?? [],
            Waiters = Json<List<TaskWaiter>>(row, at) ?? [],
        };
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

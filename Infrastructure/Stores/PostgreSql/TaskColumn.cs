using Messaging.StateMachines;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// One column of the task table: its name, its type, and how a batch of sagas becomes an array for it.
/// </summary>
internal sealed record TaskColumn(string Name, NpgsqlDbType Type, Func<TaskSaga[], Array> Values)
{
    public static TaskColumn Text(string name, Func<TaskSaga, string?> value) =>
        new(name, NpgsqlDbType.Text, sagas => Array.ConvertAll(sagas, saga => PostgresText.Clean(value(saga))));

    public static TaskColumn Number(string name, Func<TaskSaga, int> value) =>
        new(name, NpgsqlDbType.Integer, sagas => Array.ConvertAll(sagas, saga => value(saga)));

    public static TaskColumn Id(string name, Func<TaskSaga, Guid?> value) =>
        new(name, NpgsqlDbType.Uuid, sagas => Array.ConvertAll(sagas, saga => value(saga)));

    public static TaskColumn Time(string name, Func<TaskSaga, DateTimeOffset?> value) =>
        new(name, NpgsqlDbType.TimestampTz, sagas => Array.ConvertAll(sagas, saga => value(saga)));

    public static TaskColumn Json(string name, Func<TaskSaga, string?> value) => new(
        name,
        NpgsqlDbType.Jsonb,
        sagas => Array.ConvertAll(sagas, saga => value(saga) is { } json ? PostgresText.CleanJson(json) : null));
}

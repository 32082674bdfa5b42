using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// One column of the task table: its name, the part of the saga that it belongs to, and how a batch of sagas becomes an
/// array for it.
/// </summary>
internal sealed record TaskColumn(string Name, TaskSagaParts Part, Func<TaskSaga[], NpgsqlParameter> Values)
{
    public static TaskColumn Text(string name, TaskSagaParts part, Func<TaskSaga, string?> value) =>
        Of(name, part, NpgsqlDbType.Text, saga => PostgresText.Clean(value(saga)));

    public static TaskColumn Number(string name, TaskSagaParts part, Func<TaskSaga, int> value) =>
        Of(name, part, NpgsqlDbType.Integer, value);

    public static TaskColumn Id(string name, TaskSagaParts part, Func<TaskSaga, Guid?> value) =>
        Of(name, part, NpgsqlDbType.Uuid, value);

    public static TaskColumn Time(string name, TaskSagaParts part, Func<TaskSaga, DateTimeOffset?> value) =>
        Of(name, part, NpgsqlDbType.TimestampTz, value);

    public static TaskColumn Json(string name, TaskSagaParts part, Func<TaskSaga, string?> value) =>
        Of(name, part, NpgsqlDbType.Jsonb, saga => value(saga) is { } json ? PostgresText.CleanJson(json) : null);

    private static TaskColumn Of<T>(string name, TaskSagaParts part, NpgsqlDbType type, Func<TaskSaga, T> value) => new(
        name,
        part,
        sagas => new NpgsqlParameter<T[]>
        {
            NpgsqlDbType = NpgsqlDbType.Array | type,
            TypedValue = Array.ConvertAll(sagas, saga => value(saga)),
        });
}

using System.Text.Json;
using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>Turns dead letters into rows and back.</summary>
internal static class DeadLetterRows
{
    private const string Identity = "id, task_id, name, queue, reason, error_type, ";

    /// <summary>What lists show.</summary>
    public const string Shown =
        Identity + "left(error_message, 1001), dead_at, attempt, replays, octet_length(body), replay_id";

    /// <summary>Everything.</summary>
    public const string All = Identity
        + "error_message, stack_trace, dead_at, kept_at, attempt, replays, headers, content_type, body, replay_id, "
        + "replay_queue, failures";

    private const string Written = Identity
        + "error_message, stack_trace, dead_at, kept_at, attempt, replays, headers, content_type, body";

    /// <summary>Writes dead letters; one of a higher attempt takes the place of the one that is there.</summary>
    public static string Insert(string table)
    {
        var columns = Written.Split(", ");
        var arrays = string.Join(", ", columns.Select((_, index) => $"${index + 1}"));
        var changes = string.Join(", ", columns.Skip(1).Select(column => $"{column} = excluded.{column}"));
        return $"INSERT INTO {table} AS stored ({Written}) SELECT * FROM unnest({arrays}) ON CONFLICT (id) DO UPDATE "
            + $"SET {changes}, replay_id = NULL, replay_queue = NULL, try_at = NULL, failures = 0 "
            + "WHERE stored.attempt < excluded.attempt";
    }

    /// <summary>The values of <see cref="Insert"/>.</summary>
    public static void AddTo(NpgsqlParameterCollection parameters, StoredDeadLetter[] letters)
    {
        parameters.Add(Column(letters, NpgsqlDbType.Uuid, letter => letter.Id));
        parameters.Add(Column(letters, NpgsqlDbType.Uuid, letter => letter.TaskId));
        parameters.Add(Column(letters, NpgsqlDbType.Text, letter => PostgresText.Clean(letter.Name)));
        parameters.Add(Column(letters, NpgsqlDbType.Text, letter => PostgresText.Clean(letter.Queue)));
        parameters.Add(Column(letters, NpgsqlDbType.Text, letter => letter.Reason.ToString()));
        parameters.Add(Column(letters, NpgsqlDbType.Text, letter => PostgresText.Clean(letter.Error.Type)));
        parameters.Add(Column(letters, NpgsqlDbType.Text, letter => PostgresText.Clean(letter.Error.Message)));
        parameters.Add(Column(letters, NpgsqlDbType.Text, letter => PostgresText.Clean(letter.Error.StackTrace)));
        parameters.Add(Column(letters, NpgsqlDbType.TimestampTz, letter => letter.DeadAt.ToUniversalTime()));
        parameters.Add(Column(letters, NpgsqlDbType.TimestampTz, letter => letter.KeptAt.ToUniversalTime()));
        parameters.Add(Column(letters, NpgsqlDbType.Integer, letter => letter.Attempt));
        parameters.Add(Column(letters, NpgsqlDbType.Integer, letter => letter.Replays));
        parameters.Add(Column(
            letters, NpgsqlDbType.Json, letter => JsonSerializer.Serialize(letter.Headers, TaskJson.Options)));
        parameters.Add(Column(letters, NpgsqlDbType.Text, letter => PostgresText.Clean(letter.ContentType)));
        parameters.Add(Column(letters, NpgsqlDbType.Bytea, letter => letter.Body));
    }

    /// <summary>Reads a row of <see cref="Shown"/>.</summary>
    public static DeadLetter ReadShown(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        TaskId = TaskRows.Id(row, 1),
        Name = TaskRows.Text(row, 2),
        Queue = row.GetString(3),
        Reason = Reason(row),
        ErrorType = row.GetString(5),
        ErrorMessage = TaskSummaryOf.Beginning(row.GetString(6), DeadLetterOf.MostOfMessage),
        DeadAt = row.GetFieldValue<DateTimeOffset>(7),
        Attempt = row.GetInt32(8),
        Replays = row.GetInt32(9),
        BodyLength = row.GetInt32(10),
        ReplayId = TaskRows.Id(row, 11),
    };

    /// <summary>Reads a row of <see cref="All"/>.</summary>
    public static StoredDeadLetter Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        TaskId = TaskRows.Id(row, 1),
        Name = TaskRows.Text(row, 2),
        Queue = row.GetString(3),
        Reason = Reason(row),
        Error = new TaskError
        {
            Type = row.GetString(5), Message = row.GetString(6), StackTrace = TaskRows.Text(row, 7),
        },
        DeadAt = row.GetFieldValue<DateTimeOffset>(8),
        KeptAt = row.GetFieldValue<DateTimeOffset>(9),
        Attempt = row.GetInt32(10),
        Replays = row.GetInt32(11),
        Headers = JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(12), TaskJson.Options)!,
        ContentType = TaskRows.Text(row, 13),
        Body = row.GetFieldValue<byte[]>(14),
        ReplayId = TaskRows.Id(row, 15),
        ReplayQueue = TaskRows.Text(row, 16),
        Failures = row.GetInt32(17),
    };

    private static DeadLetterReason Reason(NpgsqlDataReader row) => Enum.Parse<DeadLetterReason>(row.GetString(4));

    private static NpgsqlParameter Column<T>(
        StoredDeadLetter[] letters, NpgsqlDbType type, Func<StoredDeadLetter, T> value) =>
        PostgresScheduledMessageStore.Array(Array.ConvertAll(letters, letter => value(letter)), type);
}

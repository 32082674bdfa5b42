using System.Text.Json;
using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>Schedules as rows.</summary>
internal static class ScheduleRows
{
    public const string Columns =
        "definition, declared, paused, created_at, changed_at, next_due, next_at, last_due, runs, run_count, "
        + "skipped_count, missed_count";

    private const string Assignments =
        "task_name = $2, definition = $3, declared = $4, paused = $5, created_at = $6, changed_at = $7, next_due = $8, "
        + "next_at = $9, last_due = $10, runs = $11, run_count = $12, skipped_count = $13, missed_count = $14";

    /// <summary>Inserts nothing if somebody else was faster.</summary>
    public static NpgsqlBatchCommand Insert(string table, StoredSchedule schedule) => Command(
        $"INSERT INTO {table} (name, task_name, {Columns}) "
        + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (name) DO NOTHING",
        schedule);

    public static NpgsqlBatchCommand Update(string table, StoredSchedule schedule) =>
        Command($"UPDATE {table} SET {Assignments} WHERE name = $1", schedule);

    /// <summary>
    /// What a runner changes. Not the definition: a tracker of an older version does not know all that may be in it.
    /// </summary>
    public static NpgsqlBatchCommand Advance(string table, StoredSchedule schedule) => new(
        $"UPDATE {table} SET next_due = $2, next_at = $3, last_due = $4, runs = $5, run_count = $6, skipped_count = $7, "
        + "missed_count = $8 WHERE name = $1")
    {
        Parameters =
        {
            Text(schedule.Definition.Name),
            Time(schedule.NextDue),
            Time(schedule.NextAt),
            Time(schedule.LastDue),
            Json(schedule.Runs),
            new NpgsqlParameter<long> { TypedValue = schedule.RunCount },
            new NpgsqlParameter<long> { TypedValue = schedule.SkippedCount },
            new NpgsqlParameter<long> { TypedValue = schedule.MissedCount },
        },
    };

    public static async Task<List<StoredSchedule>> ReadAll(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var schedules = new List<StoredSchedule>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            schedules.Add(Read(rows));

        return schedules;
    }

    private static NpgsqlBatchCommand Command(string sql, StoredSchedule schedule) => new(sql)
    {
        Parameters =
        {
            Text(schedule.Definition.Name),
            Text(schedule.Definition.TaskName),
            Json(schedule.Definition),
            Json(schedule.Declared),
            new NpgsqlParameter<bool> { TypedValue = schedule.Paused },
            Time(schedule.CreatedAt),
            Time(schedule.ChangedAt),
            Time(schedule.NextDue),
            Time(schedule.NextAt),
            Time(schedule.LastDue),
            Json(schedule.Runs),
            new NpgsqlParameter<long> { TypedValue = schedule.RunCount },
            new NpgsqlParameter<long> { TypedValue = schedule.SkippedCount },
            new NpgsqlParameter<long> { TypedValue = schedule.MissedCount },
        },
    };

    private static StoredSchedule Read(NpgsqlDataReader row) => new()
    {
        Definition = Json<Schedule>(row, 0)!,
        Declared = Json<Schedule>(row, 1),
        Paused = row.GetBoolean(2),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(3),
        ChangedAt = row.GetFieldValue<DateTimeOffset>(4),
        NextDue = TaskRows.Time(row, 5),
        NextAt = TaskRows.Time(row, 6),
        LastDue = TaskRows.Time(row, 7),
        Runs = Json<ScheduleRun[]>(row, 8)!,
        RunCount = row.GetInt64(9),
        SkippedCount = row.GetInt64(10),
        MissedCount = row.GetInt64(11),
    };

    private static NpgsqlParameter<string> Text(string text) =>
        new() { NpgsqlDbType = NpgsqlDbType.Text, TypedValue = text };

    private static NpgsqlParameter Time(DateTimeOffset? time) => new()
    {
        NpgsqlDbType = NpgsqlDbType.TimestampTz,
        Value = time is { } value ? value.ToUniversalTime() : DBNull.Value,
    };

    private static NpgsqlParameter Json<T>(T? value)
        where T : class => new()
    {
        NpgsqlDbType = NpgsqlDbType.Json,
        Value = value is null ? DBNull.Value : JsonSerializer.Serialize(value, TaskJson.Options),
    };

    private static T? Json<T>(NpgsqlDataReader row, int column)
        where T : class =>
        row.IsDBNull(column) ? null : JsonSerializer.Deserialize<T>(row.GetString(column), TaskJson.Options);
}

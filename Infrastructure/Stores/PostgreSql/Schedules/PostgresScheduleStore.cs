using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Keeps schedules in PostgreSQL. A claim is an open transaction that has locked its rows: when a tracker dies, its
/// connection ends, and the rows are free at once.
/// </summary>
internal sealed class PostgresScheduleStore(NpgsqlDataSource database, string address, string prefix) : IScheduleStore
{
    private readonly PostgresFault fault = new(address);
    private readonly string table = $"{prefix}messaging_schedules";

    public Task<ScheduleChange> Change(
        string name,
        Func<StoredSchedule?, StoredSchedule?> change,
        CancellationToken cancellationToken) => fault.Use(async () =>
    {
        while (true)
        {
            if (await TryChange(name, change, cancellationToken) is { } changed)
                return changed;
        }
    });

    public Task<StoredSchedule?> Get(string name, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand(
            $"SELECT {ScheduleRows.Columns} FROM {table} WHERE name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Known(name) });
        return (await ScheduleRows.ReadAll(command, cancellationToken)).SingleOrDefault();
    });

    public Task<IReadOnlyList<StoredSchedule>> List(
        ListSchedules query, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        var where = query.TaskName is null ? "name > $1" : "name > $1 AND task_name = $3";
        await using var command = database.CreateCommand(
            $"SELECT {ScheduleRows.Columns} FROM {table} WHERE {where} ORDER BY name LIMIT $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Known(query.Cursor ?? "") });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.PageSize + 1 });
        if (query.TaskName is not null)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Known(query.TaskName) });

        return (IReadOnlyList<StoredSchedule>)await ScheduleRows.ReadAll(command, cancellationToken);
    });

    public Task<DateTimeOffset?> NextAt(CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand($"SELECT min(next_at) FROM {table} WHERE next_at IS NOT NULL");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? TaskRows.Time(rows, 0) : null;
    });

    public Task<IScheduleClaim> Claim(
        DateTimeOffset now, int most, CancellationToken cancellationToken) => ClaimTransaction.Open<IScheduleClaim>(
        database,
        fault,
        async transaction =>
        {
            await using var command = new NpgsqlCommand(
                $"SELECT {ScheduleRows.Columns} FROM {table} WHERE next_at <= $1 ORDER BY next_at LIMIT $2 "
                + "FOR UPDATE SKIP LOCKED",
                transaction.Connection);
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now.ToUniversalTime() });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
            return new PostgresScheduleClaim(
                transaction, table, await ScheduleRows.ReadAll(command, cancellationToken));
        },
        cancellationToken);

    /// <summary>Changes a schedule in one transaction.</summary>
    /// <returns><c>null</c> if somebody else has created the schedule meanwhile.</returns>
    private async Task<ScheduleChange?> TryChange(
        string name, Func<StoredSchedule?, StoredSchedule?> change, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var select = new NpgsqlCommand(
            $"SELECT {ScheduleRows.Columns} FROM {table} WHERE name = $1 FOR UPDATE", connection, transaction);
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Known(name) });

        var before = (await ScheduleRows.ReadAll(select, cancellationToken)).SingleOrDefault();
        var after = change(before);
        if (!Equals(before, after) && !await TryStore(connection, transaction, before, after, cancellationToken))
            return null;

        await transaction.CommitAsync(cancellationToken);
        return new ScheduleChange { Before = before, After = after };
    }

    private async Task<bool> TryStore(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        StoredSchedule? before,
        StoredSchedule? after,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(
            after is null ? Delete(before!.Definition.Name)
            : before is null ? ScheduleRows.Insert(table, after)
            : ScheduleRows.Update(table, after));

        return await batch.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private NpgsqlBatchCommand Delete(string name) => new($"DELETE FROM {table} WHERE name = $1")
    {
        Parameters = { new NpgsqlParameter<string> { TypedValue = name } },
    };

    /// <summary>A name that no schedule can have is none that is there.</summary>
    private static string Known(string name) => PostgresText.Clean(name)!;
}

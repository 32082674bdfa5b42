using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>Keeps commands for workers in PostgreSQL. Changes are rare, and made one at a time.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Made of the tables' own names.")]
internal sealed class PostgresWorkerSettingStore(NpgsqlDataSource database, string address, string prefix)
    : IWorkerSettingStore
{
    private readonly PostgresFault fault = new(address);
    private readonly string table = $"{prefix}messaging_worker_settings";

    private readonly string changes = $"{prefix}messaging_worker_setting_changes";

    public Task<long> Put(Guid id, WorkerCommand command, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.Execute($"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE", cancellationToken);

        if (await Find(connection, id, cancellationToken) is { } known)
            return known;

        // Of a setting that is kept no more, only the change is remembered.
        var revision = 1 + await connection.Scalar<long>(
            $"SELECT coalesce(max(revision), 0) FROM {changes}", cancellationToken);
        if (command.Kind == WorkerCommandKind.Forget)
        {
            await Forget(connection, command, cancellationToken);
        }
        else
        {
            foreach (var (worker, one) in KeptCommands.Each(command))
                await Put(connection, worker, one, revision, cancellationToken);
        }

        await Remember(connection, id, revision, cancellationToken);

        await transaction.CommitAsync(cancellationToken);
        return revision;
    });

    public Task<WorkerSettings> Get(string worker, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        // In one statement, so that the number is that of the moment of which the commands are.
        await using var command = database.CreateCommand(
            $"SELECT latest.revision, kept.command, kept.revision "
            + $"FROM (SELECT coalesce(max(revision), 0) AS revision FROM {changes}) AS latest "
            + $"LEFT JOIN {table} AS kept ON kept.worker IN ($1, $2) ORDER BY kept.revision, kept.worker");
        command.Parameters.Add(Text(KeptCommands.AllWorkers));
        command.Parameters.Add(Text(PostgresText.Clean(worker)!));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var commands = new List<WorkerCommand>();
        long latest = 0;
        while (await rows.ReadAsync(cancellationToken))
        {
            latest = rows.GetInt64(0);
            if (!await rows.IsDBNullAsync(1, cancellationToken))
                commands.Add(Read(rows.GetString(1)) with { Revision = rows.GetInt64(2) });
        }

        return new WorkerSettings { Commands = commands, Revision = latest };
    });

    private async Task Forget(NpgsqlConnection connection, WorkerCommand command, CancellationToken cancellationToken)
    {
        await using var forget = new NpgsqlCommand(
            $"DELETE FROM {table} WHERE slot = $1 AND ($2::text[] IS NULL OR worker = ANY ($2))", connection)
        {
            Parameters =
            {
                Text(PostgresText.Clean(KeptCommands.Slot(command))!),
                new NpgsqlParameter
                {
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                    Value = (object?)command.Workers?.Select(name => PostgresText.Clean(name)!).ToArray() ?? DBNull.Value,
                },
            },
        };
        await forget.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<long?> Find(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand($"SELECT revision FROM {changes} WHERE id = $1", connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } },
        };
        return await find.ExecuteScalarAsync(cancellationToken) as long?;
    }

    private async Task Remember(
        NpgsqlConnection connection, Guid id, long revision, CancellationToken cancellationToken)
    {
        await using var remember = new NpgsqlCommand(
            $"WITH old AS (DELETE FROM {changes} WHERE revision <= $2 - {KeptCommands.MostRemembered}) "
            + $"INSERT INTO {changes} (id, revision) VALUES ($1, $2)",
            connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = id },
                new NpgsqlParameter<long> { TypedValue = revision },
            },
        };
        await remember.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task Put(
        NpgsqlConnection connection,
        string worker,
        WorkerCommand command,
        long revision,
        CancellationToken cancellationToken)
    {
        var slot = PostgresText.Clean(KeptCommands.Slot(command))!;
        await using var find = new NpgsqlCommand(
            $"SELECT command FROM {table} WHERE worker = $1 AND slot = $2", connection)
        {
            Parameters = { Text(PostgresText.Clean(worker)!), Text(slot) },
        };
        var before = await find.ExecuteScalarAsync(cancellationToken) as string;
        var kept = KeptCommands.Over(command, before is null ? null : Read(before));

        await using var put = new NpgsqlCommand(
            $"INSERT INTO {table} (worker, slot, revision, command) VALUES ($1, $2, $3, $4::json) "
            + "ON CONFLICT (worker, slot) DO UPDATE SET revision = excluded.revision, command = excluded.command",
            connection)
        {
            Parameters =
            {
                Text(PostgresText.Clean(worker)!),
                Text(slot),
                new NpgsqlParameter<long> { TypedValue = revision },
                Text(JsonSerializer.Serialize(kept, TaskJson.Options)),
            },
        };
        await put.ExecuteNonQueryAsync(cancellationToken);
    }

    private static WorkerCommand Read(string json) =>
        JsonSerializer.Deserialize<WorkerCommand>(json, TaskJson.Options)!;

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };
}

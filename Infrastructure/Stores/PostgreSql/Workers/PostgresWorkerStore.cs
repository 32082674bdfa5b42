using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>Keeps workers in PostgreSQL, by the database's clock.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Made of the tables' own names.")]
internal sealed class PostgresWorkerStore(NpgsqlDataSource database, string address, string prefix) : IWorkerStore
{
    private readonly PostgresFault fault = new(address);
    private readonly WorkerSql sql = new(prefix);

    public Task Save(
        IReadOnlyCollection<WorkerHeartbeat> heartbeats,
        WorkerTimes times,
        CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql.Heard)
        {
            Parameters = { Interval(times.Gap), Interval(times.Grace) },
        });
        foreach (var round in Rounds(heartbeats))
            batch.BatchCommands.Add(Upsert(round, times));
        if (heartbeats.Any(heartbeat => heartbeat.State == WorkerState.Stopped))
            batch.BatchCommands.Add(CallOff(heartbeats));

        return await batch.ExecuteNonQueryAsync(cancellationToken);
    });

    public Task<IReadOnlyList<WorkerLoss>> FindLost(
        WorkerTimes times, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand(sql.FindLost);
        command.Parameters.Add(Interval(times.Margin));
        command.Parameters.Add(Interval(times.Gap));
        return await ReadLosses(command, cancellationToken);
    });

    public Task<IReadOnlyList<WorkerLoss>> ListLosses(CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand(sql.ListLosses);
        return await ReadLosses(command, cancellationToken);
    });

    public Task Handle(
        WorkerLoss loss,
        Func<CancellationToken, Task> handle,
        CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var take = new NpgsqlCommand(sql.TakeLoss, connection, transaction)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = loss.Id } },
        };
        if (await take.ExecuteNonQueryAsync(cancellationToken) == 0)
            return false;

        await handle(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    });

    public Task<IReadOnlyList<WorkerStatus>> List(CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand(sql.List);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var workers = new List<WorkerStatus>();
        while (await rows.ReadAsync(cancellationToken))
        {
            workers.Add(new WorkerStatus
            {
                State = Enum.Parse<WorkerState>(rows.GetString(0)),
                Since = rows.GetFieldValue<DateTimeOffset>(1),
                SeenAt = rows.GetFieldValue<DateTimeOffset>(2),
                Heartbeat = JsonSerializer.Deserialize<WorkerHeartbeat>(rows.GetString(3), TaskJson.Options)!,
            });
        }

        return (IReadOnlyList<WorkerStatus>)workers;
    });

    public Task Expire(TimeSpan after, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand(sql.Expire);
        command.Parameters.Add(Interval(after));
        return await command.ExecuteNonQueryAsync(cancellationToken);
    });

    /// <summary>A statement writes a row once. A worker that began anew within a second is in two of them.</summary>
    private static IEnumerable<WorkerHeartbeat[]> Rounds(IReadOnlyCollection<WorkerHeartbeat> heartbeats)
    {
        var byWorker = heartbeats
            .GroupBy(heartbeat => heartbeat.Worker, StringComparer.Ordinal)
            .Select(worker => worker.OrderBy(heartbeat => heartbeat.StartedAt).ToArray())
            .ToArray();
        for (var round = 0; byWorker.Any(worker => worker.Length > round); round++)
            yield return [.. byWorker.Where(worker => worker.Length > round).Select(worker => worker[round])];
    }

    private static async Task<IReadOnlyList<WorkerLoss>> ReadLosses(
        NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var losses = new List<WorkerLoss>();
        while (await rows.ReadAsync(cancellationToken))
        {
            losses.Add(new WorkerLoss
            {
                Id = rows.GetInt64(0),
                Worker = rows.GetString(1),
                Since = rows.GetFieldValue<DateTimeOffset>(2),
                Before = TaskRows.Time(rows, 3),
            });
        }

        return losses;
    }

    private NpgsqlBatchCommand Upsert(WorkerHeartbeat[] heartbeats, WorkerTimes times) => new(sql.Upsert)
    {
        Parameters =
        {
            Array(heartbeats, heartbeat => heartbeat.Worker),
            Array(heartbeats, heartbeat => heartbeat.Instance),
            Array(heartbeats, heartbeat => heartbeat.Sequence),
            Array(heartbeats, heartbeat => heartbeat.State.ToString()),
            Array(heartbeats, heartbeat => heartbeat.Interval.TotalSeconds),
            Array(heartbeats, heartbeat => heartbeat.StartedAt.UtcDateTime),
            Array(heartbeats, heartbeat => JsonSerializer.Serialize(heartbeat, TaskJson.Options)),
            Interval(times.Margin),
        },
    };

    private NpgsqlBatchCommand CallOff(IEnumerable<WorkerHeartbeat> heartbeats) => new(sql.CallOff)
    {
        Parameters =
        {
            Array(
                [.. heartbeats.Where(heartbeat => heartbeat.State == WorkerState.Stopped)],
                heartbeat => heartbeat.Instance),
        },
    };

    private static NpgsqlParameter<T[]> Array<T>(WorkerHeartbeat[] heartbeats, Func<WorkerHeartbeat, T> value) =>
        new() { TypedValue = System.Array.ConvertAll(heartbeats, heartbeat => value(heartbeat)) };

    private static NpgsqlParameter<TimeSpan> Interval(TimeSpan time) =>
        new() { NpgsqlDbType = NpgsqlDbType.Interval, TypedValue = time };
}

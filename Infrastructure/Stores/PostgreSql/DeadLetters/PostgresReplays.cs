using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>Marks dead letters to be sent again, and hands them out.</summary>
internal sealed class PostgresReplays(NpgsqlDataSource database, PostgresFault fault, string prefix)
{
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly string letters = $"{prefix}messaging_dead_letters";
    private readonly string replays = $"{prefix}messaging_replays";

    public Task<ReplayStatus> Mark(
        ReplayDeadLetters replay, DateTimeOffset now, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await Begin(connection, replay.ReplayId, now, cancellationToken))
        {
            await MarkLetters(connection, replay, now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return (await Read(connection, replay.ReplayId, cancellationToken))!;
    });

    public Task<ReplayStatus?> Get(Guid replayId, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await Read(connection, replayId, cancellationToken);
    });

    public Task<DateTimeOffset?> NextDue(CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand(
            $"SELECT try_at FROM {letters} WHERE replay_id IS NOT NULL ORDER BY try_at, id LIMIT 1");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken)
            ? rows.GetFieldValue<DateTimeOffset>(0)
            : (DateTimeOffset?)null;
    });

    public Task<IDeadLetterClaim> Claim(DateTimeOffset now, int most, CancellationToken cancellationToken) =>
        ClaimTransaction.Open<IDeadLetterClaim>(
            database,
            fault,
            async transaction =>
            {
                var ids = await Lock(transaction.Connection, now, most, cancellationToken);
                var held = ids.Length == 0 ? [] : await Load(transaction.Connection, ids, cancellationToken);
                return new PostgresDeadLetterClaim(transaction, letters, held);
            },
            cancellationToken);

    public async Task Forget(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"DELETE FROM {replays} AS replay WHERE requested_at < $1 "
            + $"AND NOT EXISTS (SELECT FROM {letters} AS letter WHERE letter.replay_id = replay.id)");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before.ToUniversalTime() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether it is the first time that this replay is asked for. Waits for one that is just being
    /// marked.</summary>
    private async Task<bool> Begin(
        NpgsqlConnection connection, Guid replayId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"INSERT INTO {replays} (id, requested_at, total) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = replayId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now.ToUniversalTime() });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private async Task MarkLetters(
        NpgsqlConnection connection, ReplayDeadLetters replay, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand { Connection = connection, CommandTimeout = 0 };
        var which = DeadLetterFilterSql.Add(command, replay.Filter);
        var id = DeadLetterFilterSql.Parameter(command, replay.ReplayId, NpgsqlDbType.Uuid);
        var time = DeadLetterFilterSql.Parameter(command, now.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        var queue = DeadLetterFilterSql.Parameter(
            command, (object?)PostgresText.Clean(replay.Queue) ?? DBNull.Value, NpgsqlDbType.Text);

        // The texts are made here and hold parameters' numbers only.
        command.CommandText = $"WITH marked AS (UPDATE {letters} SET replay_id = {id}, replay_queue = {queue}, "
            + $"try_at = {time}, failures = 0 WHERE id = ANY (ARRAY (SELECT id FROM {letters} WHERE {which} "
            + $"FOR UPDATE SKIP LOCKED)) RETURNING id) "
            + $"UPDATE {replays} SET total = (SELECT count(*) FROM marked) WHERE id = {id}";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<ReplayStatus?> Read(
        NpgsqlConnection connection, Guid replayId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT requested_at, total, count(letter.id), count(letter.id) FILTER (WHERE letter.failures > 0) "
            + $"FROM {replays} AS replay LEFT JOIN {letters} AS letter ON letter.replay_id = replay.id "
            + "WHERE replay.id = $1 GROUP BY replay.id",
            connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = replayId });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        if (!await rows.ReadAsync(cancellationToken))
            return null;

        return new ReplayStatus
        {
            ReplayId = replayId,
            RequestedAt = rows.GetFieldValue<DateTimeOffset>(0),
            Total = rows.GetInt64(1),
            Waiting = rows.GetInt64(2),
            Failing = rows.GetInt64(3),
        };
    }

    /// <summary>Locks dead letters, and chooses the first of them that fit into memory together; one at
    /// least.</summary>
    private async Task<Guid[]> Lock(
        NpgsqlConnection connection, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT id, octet_length(body) FROM {letters} WHERE replay_id IS NOT NULL AND try_at <= $1 "
            + "ORDER BY try_at, id LIMIT $2 FOR UPDATE SKIP LOCKED",
            connection);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now.ToUniversalTime() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);

        var ids = new List<Guid>();
        var bytes = 0L;
        while (await rows.ReadAsync(cancellationToken))
        {
            bytes += rows.GetInt32(1);
            if (ids.Count > 0 && bytes > MostBytes)
                break;

            ids.Add(rows.GetGuid(0));
        }

        return [.. ids];
    }

    private async Task<StoredDeadLetter[]> Load(
        NpgsqlConnection connection, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT {DeadLetterRows.All} FROM {letters} WHERE id = ANY ($1) ORDER BY try_at, id", connection);
        command.Parameters.Add(PostgresScheduledMessageStore.Array(ids, NpgsqlDbType.Uuid));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);

        var held = new List<StoredDeadLetter>(ids.Length);
        while (await rows.ReadAsync(cancellationToken))
            held.Add(DeadLetterRows.Read(rows));

        return [.. held];
    }
}

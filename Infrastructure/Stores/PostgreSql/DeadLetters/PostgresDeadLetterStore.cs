using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>Keeps dead letters in PostgreSQL, in one table.</summary>
internal sealed class PostgresDeadLetterStore(NpgsqlDataSource database, string address, string prefix)
    : IDeadLetterStore
{
    /// <summary>Written at a time, but for a single one that is longer.</summary>
    private const long MostBytes = 32 * 1024 * 1024;

    private const int DeletedAtATime = 5_000;

    private readonly PostgresFault fault = new(address);
    private readonly string table = $"{prefix}messaging_dead_letters";
    private readonly string queueTable = $"{prefix}messaging_dead_letter_queues";
    private readonly PostgresReplays replays = new(database, new PostgresFault(address), prefix);

    public Task Save(IReadOnlyCollection<StoredDeadLetter> letters, CancellationToken cancellationToken) =>
        fault.Use(async () =>
        {
            // In the order of their ids, so that two trackers do not wait for each other in a circle.
            foreach (var some in Parts(letters.OrderBy(letter => letter.Id)))
            {
                await using var command = database.CreateCommand(DeadLetterRows.Insert(table));
                DeadLetterRows.AddTo(command.Parameters, [.. some]);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return true;
        });

    public Task<StoredDeadLetter?> Get(Guid id, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand($"SELECT {DeadLetterRows.All} FROM {table} WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? DeadLetterRows.Read(rows) : null;
    });

    public Task<IReadOnlyList<DeadLetter>> List(
        DeadLetterFilter filter, int most, DeadLetterPlace? before, CancellationToken cancellationToken) =>
        fault.Use(async () =>
        {
            await using var command = database.CreateCommand();
            var conditions = DeadLetterFilterSql.Add(command, filter);
            if (before is not null)
            {
                var time = DeadLetterFilterSql.Parameter(
                    command, before.DeadAt.ToUniversalTime(), NpgsqlDbType.TimestampTz);
                var id = DeadLetterFilterSql.Parameter(command, before.Id, NpgsqlDbType.Uuid);
                conditions += $" AND (dead_at, id) < ({time}, {id})";
            }

            var limit = DeadLetterFilterSql.Parameter(command, most, NpgsqlDbType.Integer);
            command.CommandText = $"SELECT {DeadLetterRows.Shown} FROM {table} WHERE {conditions} "
                + $"ORDER BY dead_at DESC, id DESC LIMIT {limit}";

            var found = new List<DeadLetter>();
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
                found.Add(DeadLetterRows.ReadShown(rows));

            return (IReadOnlyList<DeadLetter>)found;
        });

    public Task<long> Count(DeadLetterFilter filter, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table} WHERE {DeadLetterFilterSql.Add(command, filter)}";
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    });

    public Task<ReplayStatus> Mark(
        ReplayDeadLetters replay, DateTimeOffset now, CancellationToken cancellationToken) =>
        replays.Mark(replay, now, cancellationToken);

    public Task<ReplayStatus?> GetReplay(Guid replayId, CancellationToken cancellationToken) =>
        replays.Get(replayId, cancellationToken);

    public Task<DateTimeOffset?> NextReplay(CancellationToken cancellationToken) =>
        replays.NextDue(cancellationToken);

    public Task<IDeadLetterClaim> Claim(DateTimeOffset now, int most, CancellationToken cancellationToken) =>
        replays.Claim(now, most, cancellationToken);

    public Task<long> Discard(DeadLetterFilter filter, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = $"DELETE FROM {table} WHERE id = ANY (ARRAY (SELECT id FROM {table} "
            + $"WHERE {DeadLetterFilterSql.Add(command, filter)} FOR UPDATE SKIP LOCKED))";
        return (long)await command.ExecuteNonQueryAsync(cancellationToken);
    });

    public Task<long> Expire(DateTimeOffset before, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        var all = 0L;
        for (var deleted = DeletedAtATime; deleted == DeletedAtATime; all += deleted)
        {
            await using var command = database.CreateCommand($"DELETE FROM {table} WHERE id = ANY (ARRAY ("
                + $"SELECT id FROM {table} WHERE replay_id IS NULL AND kept_at < $1 ORDER BY kept_at "
                + $"LIMIT {DeletedAtATime} FOR UPDATE SKIP LOCKED))");
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before.ToUniversalTime() });
            deleted = await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await replays.Forget(before, cancellationToken);
        return all;
    });

    public Task AddQueues(IReadOnlyCollection<string> queues, CancellationToken cancellationToken) =>
        fault.Use(async () =>
        {
            await using var command = database.CreateCommand(
                $"INSERT INTO {queueTable} (queue) SELECT * FROM unnest($1) ON CONFLICT DO NOTHING");
            command.Parameters.Add(PostgresScheduledMessageStore.Array(
                queues.Select(queue => PostgresText.Clean(queue)!).Distinct(StringComparer.Ordinal).ToArray(),
                NpgsqlDbType.Text));
            return await command.ExecuteNonQueryAsync(cancellationToken);
        });

    public Task<IReadOnlyList<string>> Queues(CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand($"SELECT queue FROM {queueTable} ORDER BY queue");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var queues = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
            queues.Add(rows.GetString(0));

        return (IReadOnlyList<string>)queues;
    });

    private static IEnumerable<List<StoredDeadLetter>> Parts(IEnumerable<StoredDeadLetter> letters)
    {
        var part = new List<StoredDeadLetter>();
        var bytes = 0L;
        foreach (var letter in letters)
        {
            if (part.Count > 0 && bytes + letter.Body.Length > MostBytes)
            {
                yield return part;
                (part, bytes) = ([], 0);
            }

            part.Add(letter);
            bytes += letter.Body.Length;
        }

        if (part.Count > 0)
            yield return part;
    }
}

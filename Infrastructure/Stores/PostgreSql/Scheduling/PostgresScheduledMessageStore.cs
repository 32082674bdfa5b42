using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Keeps scheduled messages in PostgreSQL, in one table. A claim is an open transaction that has locked its rows: when
/// a tracker dies, its connection ends, and the rows are free at once.
/// </summary>
internal sealed class PostgresScheduledMessageStore : IScheduledMessageStore
{
    private const long MostBytes = 64 * 1024 * 1024;

    /// <summary>
    /// The body holds the header's name as it is, if JSON need not escape it. The rest is for whoever claims: reading JSON
    /// in here may fail, and one bad row would be in the way of all.
    /// </summary>
    private const string MayHaveHeader =
        "($3 !~ '^[A-Za-z0-9._-]+$' OR strpos(lower(convert_from(body, 'UTF8')), lower($3)) > 0)";

    private readonly NpgsqlDataSource database;
    private readonly PostgresFault fault;
    private readonly string table;
    private readonly string insertSql;
    private readonly string cancelSql;
    private readonly string selectSql;
    private readonly PostgresScheduleQueries queries;

    public PostgresScheduledMessageStore(NpgsqlDataSource database, string address, string prefix)
    {
        this.database = database;
        fault = new PostgresFault(address);
        table = $"{prefix}messaging_scheduled";
        queries = new PostgresScheduleQueries(database, table);
        insertSql =
            $"INSERT INTO {table} AS stored (token, attempt, deferral, due, try_at, failures, destination, queue, name, "
            + "body, asked_at) "
            + "SELECT token, attempt, deferral, due, due, failures, destination, queue, name, body, asked_at FROM unnest("
            + "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
            + "AS kept (token, attempt, deferral, due, failures, destination, queue, name, body, asked_at) "
            + "ON CONFLICT (token, attempt, deferral) DO UPDATE SET due = excluded.due, try_at = excluded.try_at, "
            + "failures = excluded.failures, destination = excluded.destination, queue = excluded.queue, "
            + "name = excluded.name, body = excluded.body, asked_at = excluded.asked_at, sent_at = NULL "
            + "WHERE stored.sent_at IS NULL OR (stored.attempt = 0 AND stored.sent_at < excluded.asked_at)";
        cancelSql =
            $"INSERT INTO {table} AS stored (token, attempt, deferral, due, try_at, destination, queue, body, sent_at) "
            + "SELECT token, 0, 0, at, at, '', '', '', at FROM unnest($1, $2) AS gone (token, at) "
            + "ON CONFLICT (token, attempt, deferral) DO UPDATE SET sent_at = excluded.sent_at, body = ''";
        selectSql = "SELECT token, attempt, deferral, due, failures, destination, queue, name, body "
            + $"FROM {table} ";
    }

    public Task Save(
        IReadOnlyCollection<ScheduledMessage> messages,
        IReadOnlyCollection<CancelledMessage> cancelled,
        CancellationToken cancellationToken) => fault.Use(async () =>
    {
        // Each by itself and in the order of tokens, so that two trackers never wait for each other.
        if (cancelled.Count > 0)
            await Execute(Cancel([.. cancelled.OrderBy(message => message.Token)]), cancellationToken);
        if (messages.Count > 0)
            await Execute(Insert([.. messages.OrderBy(message => message.Token)]), cancellationToken);

        return true;
    });

    public Task<DateTimeOffset?> NextDue(CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand(
            $"SELECT try_at FROM {table} WHERE sent_at IS NULL ORDER BY try_at LIMIT 1");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);

        return await rows.ReadAsync(cancellationToken)
            ? rows.GetFieldValue<DateTimeOffset>(0)
            : (DateTimeOffset?)null;
    });

    public Task<IScheduledClaim> Claim(DateTimeOffset now, int most, CancellationToken cancellationToken) => Claim(
        "WHERE sent_at IS NULL AND try_at <= $1 ORDER BY try_at LIMIT $2",
        [
            new NpgsqlParameter<DateTimeOffset> { TypedValue = now.ToUniversalTime() },
            new NpgsqlParameter<int> { TypedValue = most },
        ],
        cancellationToken);

    public Task<IScheduledClaim> Claim(
        IReadOnlyCollection<Guid> taskIds, CancellationToken cancellationToken) => Claim(
        "WHERE token = ANY($1) AND attempt > 0 AND sent_at IS NULL",
        [Array(taskIds.ToArray(), NpgsqlDbType.Uuid)],
        cancellationToken);

    public Task<IScheduledClaim> Claim(
        RevocationRule rule, Guid afterToken, int afterAttempt, int most, CancellationToken cancellationToken) => Claim(
        "WHERE sent_at IS NULL AND attempt > 0 AND (token, attempt) > ($1, $2) "
        + $"AND {(rule.TaskName is null ? MayHaveHeader : "name = $3")} ORDER BY token, attempt LIMIT $4",
        [
            new NpgsqlParameter<Guid> { TypedValue = afterToken },
            new NpgsqlParameter<int> { TypedValue = afterAttempt },
            new NpgsqlParameter<string> { TypedValue = PostgresText.Clean(rule.TaskName ?? rule.Header ?? "")! },
            new NpgsqlParameter<int> { TypedValue = most },
        ],
        cancellationToken);

    public Task<IReadOnlyList<ScheduledItem>> List(
        ListScheduled query, ScheduledPlace? after, CancellationToken cancellationToken) =>
        fault.Use(() => queries.List(query, after, cancellationToken));

    public Task<IReadOnlyList<ScheduledCount>> Count(CountScheduled query, CancellationToken cancellationToken) =>
        fault.Use(() => queries.Count(query, cancellationToken));

    public Task<long> Forget(DateTimeOffset before, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand($"DELETE FROM {table} WHERE sent_at < $1");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before.ToUniversalTime() });
        return (long)await command.ExecuteNonQueryAsync(cancellationToken);
    });

    internal static NpgsqlParameter Array<T>(T[] values, NpgsqlDbType type) =>
        new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values };

    /// <summary>What names rows, as columns.</summary>
    internal static NpgsqlParameter[] Keys((Guid Token, int Attempt, int Deferral)[] keys) =>
    [
        Array(System.Array.ConvertAll(keys, key => key.Token), NpgsqlDbType.Uuid),
        Array(System.Array.ConvertAll(keys, key => key.Attempt), NpgsqlDbType.Integer),
        Array(System.Array.ConvertAll(keys, key => key.Deferral), NpgsqlDbType.Integer),
    ];

    private Task<IScheduledClaim> Claim(
        string which, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        ClaimTransaction.Open<IScheduledClaim>(
            database,
            fault,
            async transaction =>
            {
                var keys = await Lock(transaction.Connection, which, parameters, cancellationToken);
                var messages = keys.Length == 0 ? [] : await Load(transaction.Connection, keys, cancellationToken);
                return new PostgresScheduledClaim(transaction, table, messages);
            },
            cancellationToken);

    /// <summary>Locks messages, and chooses the first of them that fit into memory together; one at least.</summary>
    private async Task<(Guid Token, int Attempt, int Deferral)[]> Lock(
        NpgsqlConnection connection, string which, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT token, attempt, deferral, octet_length(body) FROM {table} {which} FOR UPDATE SKIP LOCKED", connection);
        command.Parameters.AddRange(parameters);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);

        var keys = new List<(Guid Token, int Attempt, int Deferral)>();
        var bytes = 0L;
        while (await rows.ReadAsync(cancellationToken))
        {
            bytes += rows.GetInt32(3);
            if (keys.Count > 0 && bytes > MostBytes)
                break;

            keys.Add((rows.GetGuid(0), rows.GetInt32(1), rows.GetInt32(2)));
        }

        return [.. keys];
    }

    private async Task<List<ScheduledMessage>> Load(
        NpgsqlConnection connection,
        (Guid Token, int Attempt, int Deferral)[] keys,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"{selectSql} JOIN unnest($1, $2, $3) WITH ORDINALITY AS locked (token, attempt, deferral, place) "
            + "USING (token, attempt, deferral) ORDER BY place",
            connection);
        command.Parameters.AddRange(Keys(keys));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);

        var messages = new List<ScheduledMessage>(keys.Length);
        while (await rows.ReadAsync(cancellationToken))
            messages.Add(Read(rows));

        return messages;
    }

    private async Task Execute(NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlBatchCommand Cancel(CancelledMessage[] cancelled) => new(cancelSql)
    {
        Parameters =
        {
            Array(System.Array.ConvertAll(cancelled, message => message.Token), NpgsqlDbType.Uuid),
            Array(System.Array.ConvertAll(cancelled, message => message.At.ToUniversalTime()), NpgsqlDbType.TimestampTz),
        },
    };

    private NpgsqlBatchCommand Insert(ScheduledMessage[] messages) => new(insertSql)
    {
        Parameters =
        {
            Column(messages, NpgsqlDbType.Uuid, message => message.Token),
            Column(messages, NpgsqlDbType.Integer, message => message.Attempt),
            Column(messages, NpgsqlDbType.Integer, message => message.Deferral),
            Column(messages, NpgsqlDbType.TimestampTz, message => message.Due.ToUniversalTime()),
            Column(messages, NpgsqlDbType.Integer, message => message.Failures),
            Column(messages, NpgsqlDbType.Text, message => PostgresText.Clean(message.Destination.OriginalString)!),
            Column(messages, NpgsqlDbType.Text, message => PostgresText.Clean(message.Queue)!),
            Column(messages, NpgsqlDbType.Text, message => PostgresText.Clean(message.Name)),
            Column(messages, NpgsqlDbType.Bytea, message => message.Body),
            Column(messages, NpgsqlDbType.TimestampTz, message => message.AskedAt?.ToUniversalTime()),
        },
    };

    private static NpgsqlParameter Column<T>(
        ScheduledMessage[] messages, NpgsqlDbType type, Func<ScheduledMessage, T> value) =>
        Array(System.Array.ConvertAll(messages, message => value(message)), type);

    private static ScheduledMessage Read(NpgsqlDataReader row) => new()
    {
        Token = row.GetGuid(0),
        Attempt = row.GetInt32(1),
        Deferral = row.GetInt32(2),
        Due = row.GetFieldValue<DateTimeOffset>(3),
        Failures = row.GetInt32(4),
        Destination = new Uri(row.GetString(5), UriKind.RelativeOrAbsolute),
        Queue = row.GetString(6),
        Name = TaskRows.Text(row, 7),
        Body = row.GetFieldValue<byte[]>(8),
    };
}

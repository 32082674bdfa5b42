using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Keeps task sagas in PostgreSQL, a batch per statement: one array per column goes over and is unfolded there. A saga
/// is written only over the version it was read at; PostgreSQL says which were, so that the others can be read again.
/// </summary>
public sealed class PostgresTaskStore : ITaskStore, IAsyncDisposable
{
    private const int MostDeadlocks = 5;

    private readonly NpgsqlDataSource database;
    private readonly PostgresFault fault;
    private readonly PostgresSchema schema;
    private readonly PostgresExpiry expiry;
    private readonly TimeProvider clock;
    private readonly PostgresTaskPages pages;
    private readonly PostgresTaskCounts counts;
    /// <summary>
    /// A question to the whole table locks each partition and each of its indexes, a thousand after a week; PostgreSQL
    /// has room for some thousand locks, and writing needs some too.
    /// </summary>
    private readonly SemaphoreSlim wholeTable = new(3);
    private readonly string selectSql;
    private readonly string loadSql;
    private readonly string loadOneSql;
    private readonly TaskWriter writer;
    private readonly string table;

    /// <summary>Makes the store. Nothing is connected yet.</summary>
    /// <param name="database">The database; disposed of with the store.</param>
    /// <param name="address">Its address for messages to people, without the password.</param>
    /// <param name="prefix">What goes before every table name: lower-case letters, digits and '_', or nothing.</param>
    /// <param name="clock">Tells for which time partitions are made at first. Default: the system's.</param>
    public PostgresTaskStore(
        NpgsqlDataSource database, string address, string prefix, TimeProvider? clock = null)
    {
        this.database = database;
        this.clock = clock ?? TimeProvider.System;
        fault = new PostgresFault(address);
        schema = new PostgresSchema(database, prefix);
        table = $"{prefix}messaging_tasks";
        expiry = new PostgresExpiry(database, prefix, table);
        pages = new PostgresTaskPages(database, table, this.clock);
        counts = new PostgresTaskCounts(database, table);

        writer = new TaskWriter(table);
        selectSql = $"SELECT {string.Join(", ", TaskRows.Columns.Select(column => column.Name))} FROM {table} ";
        loadSql = selectSql + "WHERE id = ANY($1)";
        loadOneSql = selectSql + "WHERE id = $1";
    }

    /// <inheritdoc/>
    public Task Prepare(CancellationToken cancellationToken) => Use(async () =>
    {
        await schema.Apply(cancellationToken);
        await expiry.MakeFirstPartitions(clock.GetUtcNow(), cancellationToken);
        return true;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<TaskSaga>> Load(
        IReadOnlyCollection<Guid> taskIds, CancellationToken cancellationToken) => Use(async () =>
    {
        await using var command = LoadCommand(taskIds);
        return await Read(command, cancellationToken);
    });

    /// <inheritdoc/>
    public Task<IReadOnlySet<Guid>> Save(
        IReadOnlyCollection<TaskSaga> sagas, CancellationToken cancellationToken) =>
        Use(() => AgainAfterDeadlock(() => Write(sagas, cancellationToken)));

    /// <inheritdoc/>
    public Task<FoundTasks> List(ListTasks query, Guid? before, CancellationToken cancellationToken) =>
        UseAFew(() => pages.List(query, before, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<TaskCounts> Count(TaskFilter filter, CountBy by, CancellationToken cancellationToken) =>
        UseAFew(() => counts.Count(filter, by, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<TaskBacklog> Backlog(string? queue, DateTimeOffset now, CancellationToken cancellationToken) =>
        UseAFew(() => counts.Backlog(queue, now, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RevokeTask>> OpenRevocations(
        (DateTimeOffset Time, Guid TaskId)? before, int most, CancellationToken cancellationToken)
    {
        var behind = before is null ? "" : "AND (revoke_requested_at, id) < ($2, $3) ";
        NpgsqlParameter[] parameters = before is { } last
            ?
            [
                new NpgsqlParameter<int> { TypedValue = most },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = last.Time.ToUniversalTime() },
                new NpgsqlParameter<Guid> { TypedValue = last.TaskId },
            ]
            : [new NpgsqlParameter<int> { TypedValue = most }];
        return UseAFew(
            () => ReadRevocations(
                $"revoke_requested_at IS NOT NULL AND finished_at IS NULL {behind}"
                + "ORDER BY revoke_requested_at DESC, id DESC LIMIT $1",
                parameters,
                cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RevokeTask>> FindRevocations(
        IReadOnlyCollection<Guid> taskIds, CancellationToken cancellationToken) => Use(() => ReadRevocations(
        "id = ANY($1) AND revoke_requested_at IS NOT NULL",
        [new NpgsqlParameter<Guid[]> { TypedValue = [.. taskIds] }],
        cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<TaskSaga>> FindLostWith(
        string worker, Guid after, int most, CancellationToken cancellationToken) => UseAFew(
        async () =>
        {
            await using var command = database.CreateCommand(
                $"{selectSql} WHERE lost_with = $1 AND id > $2 ORDER BY id LIMIT $3");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PostgresText.Clean(worker)! });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
            return await Read(command, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListLostWith(
        string after, int most, CancellationToken cancellationToken) => UseAFew(
        async () =>
        {
            await using var command = database.CreateCommand(
                $"SELECT DISTINCT lost_with FROM {table} WHERE lost_with > $1 ORDER BY lost_with LIMIT $2");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PostgresText.Clean(after)! });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            var workers = new List<string>();
            while (await rows.ReadAsync(cancellationToken))
                workers.Add(rows.GetString(0));

            return (IReadOnlyList<string>)workers;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<long> Expire(TaskExpiry expiry, DateTimeOffset now, CancellationToken cancellationToken) =>
        Use(() => this.expiry.Run(expiry, now, cancellationToken));

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        wholeTable.Dispose();
        await database.DisposeAsync();
    }

    /// <summary>
    /// Two trackers whose batches are about some of the same tasks may wait for each other. PostgreSQL ends one of them
    /// after a second, by which the other goes on: so the one is written again, and finds what it has lost.
    /// </summary>
    private static async Task<T> AgainAfterDeadlock<T>(Func<Task<T>> write)
    {
        for (var deadlocks = 0; ; deadlocks++)
        {
            try
            {
                return await write();
            }
            catch (PostgresException exception)
                when (exception.SqlState == PostgresErrorCodes.DeadlockDetected && deadlocks < MostDeadlocks)
            {
                // Nothing of it is written.
            }
        }
    }

    private async Task<IReadOnlySet<Guid>> Write(
        IReadOnlyCollection<TaskSaga> sagas, CancellationToken cancellationToken)
    {
        var lost = sagas.Select(saga => saga.CorrelationId).ToHashSet();
        if (sagas.Count == 0)
            return lost;

        await using var batch = database.CreateBatch();
        writer.Write(batch, sagas);
        await using var saved = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (await saved.ReadAsync(cancellationToken))
                lost.Remove(saved.GetGuid(0));
        }
        while (await saved.NextResultAsync(cancellationToken));

        foreach (var saga in sagas)
        {
            if (!lost.Contains(saga.CorrelationId))
                saga.Version++;
        }

        return lost;
    }

    private static async Task<IReadOnlyList<TaskSaga>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var found = new List<TaskSaga>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            found.Add(TaskRows.Read(rows));

        return found;
    }

    /// <summary>
    /// One task is asked for by itself: to plan the search for an array takes PostgreSQL a millisecond, since it looks at
    /// each partition, and for a single id nearly nothing.
    /// </summary>
    private NpgsqlCommand LoadCommand(IReadOnlyCollection<Guid> taskIds)
    {
        var command = database.CreateCommand(taskIds.Count == 1 ? loadOneSql : loadSql);
        command.Parameters.Add(taskIds.Count == 1
            ? new NpgsqlParameter<Guid> { TypedValue = taskIds.First() }
            : new NpgsqlParameter<Guid[]> { TypedValue = [.. taskIds] });

        return command;
    }

    private async Task<IReadOnlyList<RevokeTask>> ReadRevocations(
        string which, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"SELECT id, revoke_mode, revoke_requested_at, revoke_reason FROM {table} WHERE {which}");
        command.Parameters.AddRange(parameters);

        var open = new List<RevokeTask>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            open.Add(new RevokeTask
            {
                TaskId = rows.GetGuid(0),
                Mode = Enum.Parse<RevokeMode>(rows.GetString(1)),
                Time = rows.GetFieldValue<DateTimeOffset>(2),
                Reason = await rows.IsDBNullAsync(3, cancellationToken) ? null : rows.GetString(3),
            });
        }

        return open;
    }

    private async Task<T> UseAFew<T>(Func<Task<T>> use, CancellationToken cancellationToken)
    {
        await wholeTable.WaitAsync(cancellationToken);
        try
        {
            return await Use(use);
        }
        finally
        {
            wholeTable.Release();
        }
    }

    private Task<T> Use<T>(Func<Task<T>> use) => fault.Use(use);
}

using Messaging.StateMachines;
using Messaging.Testing;
using Npgsql;

namespace Messaging.Stores.PostgreSql.Tests;

/// <summary>A prepared store and a look at its partitions.</summary>
internal sealed class PartitionedTables : IAsyncDisposable
{
    private readonly PostgresTables tables = new();
    private readonly NpgsqlDataSource database = PostgresTables.Connect();

    public static TaskExpiry DayAndWeek { get; } = new();

    /// <summary>The time, in whole milliseconds as ids have it.</summary>
    public static DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    public ITaskStore Store => tables.Store;

    public string Table => $"{tables.Prefix}messaging_tasks";

    public static async Task<PartitionedTables> Open()
    {
        var opened = new PartitionedTables();
        await opened.Store.Prepare(default);
        return opened;
    }

    public ITaskStore OpenAnother() => tables.Open();

    /// <summary>
    /// Passes as a tracker makes them, until so many tasks are gone. One that cannot have a lock in time, since PostgreSQL
    /// cleans up just then or somebody else's transaction takes long, leaves the tasks to a later one.
    /// </summary>
    public async Task<long> Expire(DateTimeOffset now, long count)
    {
        var removed = 0L;
        return await Eventually.Get(Pass, sum => sum >= count, TimeSpan.FromMinutes(1));

        async Task<long> Pass()
        {
            removed += await Store.Expire(DayAndWeek, now, default);
            now += TimeSpan.FromMinutes(5.1);
            return removed;
        }
    }

    public async Task<List<TaskPartition>> List()
    {
        await using var connection = await Connect();
        return await new TaskPartitions(Table).List(connection, default);
    }

    public async Task<TaskPartition?> Find(DateTimeOffset time) =>
        (await List()).Find(partition => partition.From <= time && time < partition.To);

    public ValueTask<NpgsqlConnection> Connect() => database.OpenConnectionAsync();

    public async Task<T?> Query<T>(string sql)
    {
        await using var connection = await Connect();
        return await connection.Scalar<T>(sql, default);
    }

    public Task<long> CountIn(string table) => Query<long>($"SELECT count(*) FROM {table}");

    /// <summary>Writes rows as nobody else does: very many.</summary>
    public Task<object?> Fill(int count, DateTimeOffset idTime, string state, DateTimeOffset? finishedAt) =>
        Query<object>(
            $"INSERT INTO {Table} (id, version, state, attempt, revoke_mode, attempts, finished_at, arguments) "
            + $"SELECT (substr('{TaskTimes.FirstId(idTime)}', 1, 14) || '7' || substr(md5(n::text), 1, 3) || '-8' "
            + "|| substr(md5(n::text), 4, 3) || '-' || substr(md5(n::text), 7, 12))::uuid, 1, "
            + $"'{state}', 1, 'BeforeStart', '[]', {Literal(finishedAt)}, repeat('x', 200) "
            + $"FROM generate_series(1, {count}) AS n");

    public static TaskSaga Saga(string state, DateTimeOffset idTime, DateTimeOffset? finishedAt) => new()
    {
        CorrelationId = Guid.CreateVersion7(idTime), CurrentState = state, FinishedAt = finishedAt,
    };

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await tables.DisposeAsync();
    }

    private static string Literal(DateTimeOffset? time) => time is null ? "NULL" : $"'{time:yyyy-MM-dd HH:mm:ss}+00'";
}

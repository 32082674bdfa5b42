using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>
/// The connection that holds, for each queue that somebody waits for, the shared advisory lock which says so (see the
/// function <c>wake</c>). It is used by one at a time.
/// </summary>
internal sealed class QueueLocks(BrokerDatabase database, NpgsqlConnection connection, TimeProvider time) : IAsyncDisposable
{
    // Never disposed of, as somebody may still wait for it; it holds nothing that has to be given back.
    private readonly SemaphoreSlim turn = new(1);

    private long lastUse = time.GetTimestamp();

    /// <summary>Does something while nobody else uses the connection.</summary>
    public async Task Alone(Func<Task> use, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await use();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Takes the lock of a queue. Only ever called alone.</summary>
    public Task Take(int queue) => Execute("pg_advisory_lock_shared", queue);

    /// <summary>Gives it back. Only ever called alone.</summary>
    public Task GiveBack(int queue) => Execute("pg_advisory_unlock_shared", queue);

    /// <summary>Finds out if all are lost with their connection, unless it was used within that time.</summary>
    public Task AskIfUnusedFor(TimeSpan span, CancellationToken cancellationToken) => Alone(
        () => time.GetElapsedTime(lastUse) >= span ? Execute("SELECT") : Task.CompletedTask, cancellationToken);

    public async ValueTask DisposeAsync() =>
        await Alone(async () => await connection.DisposeAsync(), CancellationToken.None);

    private Task Execute(string function, int queue) => Execute(
        $"SELECT {function}(hashtext($1), $2)",
        SqlValues.Value(database.Settings.Schema),
        SqlValues.Value(queue));

    private async Task Execute(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
        lastUse = time.GetTimestamp();
    }
}

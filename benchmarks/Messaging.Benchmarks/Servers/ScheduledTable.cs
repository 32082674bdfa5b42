using Npgsql;

namespace Messaging.Benchmarks;

/// <summary>The table of scheduled messages of a round.</summary>
internal sealed class ScheduledTable(string store, string prefix) : IAsyncDisposable
{
    private readonly NpgsqlDataSource database = PostgresDatabase.Open(store);

    public async Task<long> Count(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT count(*) FROM {prefix}messaging_scheduled");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}

using Messaging.StateMachines;
using Messaging.Testing;
using Npgsql;

namespace Messaging.Stores.PostgreSql.Tests;

/// <summary>A store with tables of its own, which go with it.</summary>
internal sealed class TestTables : IAsyncDisposable
{
    private readonly List<PostgresTaskStore> opened = [];

    public TestTables() => Store = Open();

    /// <summary>What the names of the tables begin with.</summary>
    public string Prefix { get; } = $"t{Guid.NewGuid():N}_"[..12] + "_";

    public ITaskStore Store { get; }

    public static Uri Server => new(TestServers.Postgres);

    /// <summary>Another store on the same tables, as another tracker has it.</summary>
    public ITaskStore Open()
    {
        var store = (PostgresTaskStore)new PostgresTaskStoreProvider().Open(Server, Prefix);
        opened.Add(store);
        return store;
    }

    public static async Task<T> Query<T>(string sql)
    {
        await using var database = NpgsqlDataSource.Create(PostgresAddress.Read(Server));
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in opened)
            await store.DisposeAsync();
        await Query<object>(
            $"DROP TABLE IF EXISTS {Prefix}messaging_tasks, {Prefix}messaging_schema; SELECT true");
    }
}

using Messaging.StateMachines;
using Messaging.Stores.PostgreSql;
using Npgsql;

namespace Messaging.Testing;

/// <summary>A PostgreSQL task store with tables of its own, which go with it.</summary>
public sealed class PostgresTables : IAsyncDisposable
{
    private readonly List<PostgresTaskStore> opened = [];
    private readonly string prefix;

    /// <summary>Opens the store; it is prepared by the caller.</summary>
    public PostgresTables(string suffix = "")
    {
        prefix = $"t{Guid.NewGuid():N}"[..12] + "_" + suffix;
        Stores = OpenAll();
    }

    /// <summary>Address of the server.</summary>
    public static Uri Server => new(TestServers.Postgres);

    /// <summary>What the names of the tables begin with.</summary>
    public string Prefix => prefix.Replace('-', '_').Replace('.', '_');

    /// <summary>All that a tracker keeps.</summary>
    public TrackerStores Stores { get; }

    /// <summary>The store of tasks.</summary>
    public ITaskStore Store => Stores.Tasks;

    /// <summary>Another store on the same tables, as another tracker has it.</summary>
    public ITaskStore Open() => OpenAll().Tasks;

    /// <summary>All that another tracker has on the same tables.</summary>
    public TrackerStores OpenAll()
    {
        var stores = new PostgresTaskStoreProvider().Open(Server, prefix);
        opened.Add((PostgresTaskStore)stores.Tasks);
        return stores;
    }

    /// <summary>Connects as a user that needs no password, or has the same one.</summary>
    public static NpgsqlDataSource Connect(string? user = null)
    {
        var credentials = Server.UserInfo.Split(':');
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = Server.Host,
            Port = Server.Port,
            Database = Server.AbsolutePath.Trim('/'),
            Username = user ?? credentials[0],
            Password = credentials[1],
        });
    }

    /// <summary>The single value that a query gives.</summary>
    public static async Task<object?> Query(string sql)
    {
        await using var database = Connect();
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Closes what was opened and drops the tables.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var store in opened)
            await store.DisposeAsync();
        await Query(
            $"DROP TABLE IF EXISTS {Prefix}messaging_tasks, {Prefix}messaging_scheduled, {Prefix}messaging_schedules, "
            + $"{Prefix}messaging_revocations, {Prefix}messaging_limits, "
            + $"{Prefix}messaging_workers, {Prefix}messaging_worker_watch, {Prefix}messaging_worker_losses, "
            + $"{Prefix}messaging_worker_settings, {Prefix}messaging_worker_setting_changes, "
            + $"{Prefix}messaging_dead_letters, {Prefix}messaging_replays, {Prefix}messaging_dead_letter_queues, "
            + $"{Prefix}messaging_schema");
    }
}

using System.Collections.Concurrent;
using Messaging.PullTransport;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>Queues, and the removal of those that nobody uses any more.</summary>
internal sealed class QueueTable(BrokerDatabase database, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, KnownQueue> known = new(StringComparer.Ordinal);

    private readonly string declareSql = database.Sql(
        "INSERT INTO {schema}.queue AS old (name, delete_when_idle) VALUES ($1, $2) "
        + "ON CONFLICT (name) DO UPDATE SET delete_when_idle = excluded.delete_when_idle, "
        + "touched_at = clock_timestamp() RETURNING id");

    private readonly string keepSql = database.Sql(
        "UPDATE {schema}.queue SET touched_at = clock_timestamp() WHERE name = $1");

    private readonly string removeIdleSql = database.Sql("SELECT {schema}.remove_idle_queues()");

    /// <summary>What is known of a queue, be it there or not.</summary>
    public KnownQueue Get(string name) => known.GetOrAdd(name, static (_, time) => new KnownQueue(time), time);

    public async Task Declare(QueueDeclaration declaration, CancellationToken cancellationToken)
    {
        Get(declaration.Name).Id = await database.Use(
            async connection =>
            {
                await RemoveIdle(connection);
                await using var command = new NpgsqlCommand(declareSql, connection);
                command.Parameters.Add(SqlValues.Value(declaration.Name));
                command.Parameters.Add(SqlValues.Interval(declaration.DeleteWhenIdle));
                return (int)(await command.ExecuteScalarAsync(CancellationToken.None))!;
            },
            cancellationToken);
    }

    public async Task Keep(string name, CancellationToken cancellationToken)
    {
        var found = await database.Use(
            async connection =>
            {
                await using var command = new NpgsqlCommand(keepSql, connection);
                command.Parameters.Add(SqlValues.Value(name));
                return await command.ExecuteNonQueryAsync(CancellationToken.None);
            },
            cancellationToken);
        if (found == 0)
            throw Gone(name);
    }

    /// <summary>That a queue is not there.</summary>
    public BrokerUnavailableException Gone(string name) => new(
        $"The queue '{name}' is gone from the PostgreSQL broker {database.Settings.Description}: it was removed by hand, or "
        + "nobody used it for as long as it may be idle. It is declared anew.");

    /// <summary>Removes what is over its time, whoever has made it.</summary>
    public async Task RemoveIdle(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(removeIdleSql, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}

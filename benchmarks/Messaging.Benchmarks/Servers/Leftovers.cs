using Messaging.Contracts;
using Messaging.Hosting;
using RabbitMQ.Client;

namespace Messaging.Benchmarks;

/// <summary>
/// Deletes a round's queues and tables, so that neither a vacuum nor a quorum queue of an earlier round runs in a later
/// one.
/// </summary>
internal static class Leftovers
{
    private static readonly string[] Queues =
    [
        "plain", SystemQueues.Default, SystemQueues.Tracking, SystemQueues.Queries, SystemQueues.Scheduler,
    ];

    public static async Task Delete(ServerAddresses servers, string prefix, CancellationToken cancellationToken)
    {
        var kind = BrokerKind.Of(servers.Broker);
        if (kind == BrokerKind.Amqp)
            await DeleteQueues(servers.Broker, prefix, cancellationToken);
        else if (kind == BrokerKind.Postgres)
            await DropBroker(servers.Broker, cancellationToken);
        else if (kind.Transport is { } transport)
            await Purge(transport.Create(new Uri(servers.Broker)), prefix, cancellationToken);
        if (!servers.IsStoreInProcess)
            await DropTables(servers.Store, prefix, cancellationToken);
    }

    private static async Task DeleteQueues(string broker, string prefix, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = new Uri(broker) };
        await using var connection = await factory.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        foreach (var queue in Queues)
            await channel.QueueDeleteAsync(prefix + queue, cancellationToken: cancellationToken);
    }

    private static async Task Purge(IBroker broker, string prefix, CancellationToken cancellationToken)
    {
        foreach (var queue in Queues)
            await broker.Queues!.Purge(prefix + queue, cancellationToken);
        if (broker is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }

    /// <summary>Its tables are shared by all queues, and are made again by the next round.</summary>
    private static async Task DropBroker(string broker, CancellationToken cancellationToken)
    {
        await using var database = PostgresDatabase.Open(broker);
        await using var command = database.CreateCommand("DROP SCHEMA IF EXISTS messaging_broker CASCADE");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task DropTables(string store, string prefix, CancellationToken cancellationToken)
    {
        await using var database = PostgresDatabase.Open(store);
        await using var command = database.CreateCommand(
            $"DROP TABLE IF EXISTS {prefix}messaging_tasks, {prefix}messaging_scheduled, {prefix}messaging_schedules, "
            + $"{prefix}messaging_limits, "
            + $"{prefix}messaging_schema CASCADE");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

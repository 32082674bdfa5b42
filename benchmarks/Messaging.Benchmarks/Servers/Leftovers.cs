using Messaging.Contracts;
using RabbitMQ.Client;

namespace Messaging.Benchmarks;

/// <summary>
/// Deletes a round's queues and tables, so that neither a vacuum nor a quorum queue of an earlier round runs in a later
/// one.
/// </summary>
internal static class Leftovers
{
    public static async Task Delete(ServerAddresses servers, string prefix, CancellationToken cancellationToken)
    {
        if (BrokerKind.Of(servers.Broker) == BrokerKind.Amqp)
            await DeleteQueues(servers.Broker, prefix, cancellationToken);
        if (BrokerKind.Of(servers.Broker) == BrokerKind.Postgres)
            await DropBroker(servers.Broker, cancellationToken);
        if (!servers.IsStoreInProcess)
            await DropTables(servers.Store, prefix, cancellationToken);
    }

    private static async Task DeleteQueues(string broker, string prefix, CancellationToken cancellationToken)
    {
        string[] queues =
        [
            "plain", SystemQueues.Default, SystemQueues.Tracking, SystemQueues.Queries, SystemQueues.Scheduler,
        ];
        var factory = new ConnectionFactory { Uri = new Uri(broker) };
        await using var connection = await factory.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        foreach (var queue in queues)
            await channel.QueueDeleteAsync(prefix + queue, cancellationToken: cancellationToken);
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

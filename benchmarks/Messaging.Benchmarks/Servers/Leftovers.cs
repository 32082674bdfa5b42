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
    public static async Task Delete(ServerAddresses servers, string prefix, CancellationToken cancellationToken)
    {
        if (!servers.IsBrokerInProcess)
            await DeleteQueues(servers.Broker, prefix, cancellationToken);
        if (!servers.IsStoreInProcess)
            await DropTables(servers.Store, prefix, cancellationToken);
    }

    private static async Task DeleteQueues(string broker, string prefix, CancellationToken cancellationToken)
    {
        string[] queues =
        [
            "plain", SystemQueues.Default, SystemQueues.Tracking, SystemQueues.Queries, SystemQueues.Scheduler,
        ];
        if (broker.StartsWith("postgres:", StringComparison.Ordinal))
        {
            await DropBroker(broker, cancellationToken);
            return;
        }

        if (PlainBus.Create(new Uri(broker)) is { } other)
        {
            await Purge(other, queues.Select(queue => prefix + queue), cancellationToken);
            return;
        }

        var factory = new ConnectionFactory { Uri = new Uri(broker) };
        await using var connection = await factory.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        foreach (var queue in queues)
            await channel.QueueDeleteAsync(prefix + queue, cancellationToken: cancellationToken);
    }

    private static async Task Purge(IBroker broker, IEnumerable<string> queues, CancellationToken cancellationToken)
    {
        foreach (var queue in queues)
            await broker.Queues!.Purge(queue, cancellationToken);
        if (broker is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }

    /// <summary>All queues share its tables, which the next round makes again.</summary>
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

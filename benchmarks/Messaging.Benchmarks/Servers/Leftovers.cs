using Messaging.Contracts;
using Messaging.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Benchmarks;

/// <summary>
/// Deletes a round's queues and tables, so that neither a vacuum nor a quorum queue of an earlier round runs in a later
/// one.
/// </summary>
internal static class Leftovers
{
    private const int MostFailures = 5;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private static readonly string[] Queues =
    [
        "plain", SystemQueues.Default, SystemQueues.Tracking, SystemQueues.Queries, SystemQueues.Scheduler,
    ];

    public static async Task Delete(ServerAddresses servers, string prefix, CancellationToken cancellationToken)
    {
        var kind = BrokerKind.Of(servers.Broker);
        if (kind == BrokerKind.Amqp)
            await UntilDeleted(() => DeleteQueues(servers.Broker, prefix, cancellationToken), cancellationToken);
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

    /// <summary>
    /// RabbitMQ 3.10 now and then ends the connection with an internal error when a quorum queue is deleted right after
    /// hundreds of thousands of messages went through it. It is not part of what is measured.
    /// </summary>
    private static async Task UntilDeleted(Func<Task> delete, CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                await delete();
                return;
            }
            catch (OperationInterruptedException exception)
                when (exception.ShutdownReason?.ReplyCode == Constants.InternalError && failures < MostFailures)
            {
                Progress.Say($"The queues cannot be deleted at the moment: {exception.Message}");
            }

            await Task.Delay(AfterFailure, cancellationToken);
        }
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

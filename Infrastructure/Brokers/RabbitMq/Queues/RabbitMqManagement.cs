using MassTransit;
using Messaging.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.RabbitMq;

/// <summary>
/// Answers operators over one connection of its own, opened by the first question and again after it was lost. A question
/// about a queue that is not there closes its channel, so each has a channel of its own.
/// </summary>
internal sealed class RabbitMqManagement(RabbitMqAddress address) : IBrokerQueues, IAsyncDisposable
{
    private readonly ConnectionFactory factory = RabbitMqConnections.Factory(address, "Messaging (queues)");
    private readonly SemaphoreSlim connecting = new(1);
    private IConnection? connection;

    /// <summary>RabbitMQ tells what waits, and nothing else without its management plug-in.</summary>
    public Task<QueueDepth?> Measure(string queue, CancellationToken cancellationToken) => Ask(
        queue,
        async channel =>
        {
            var declared = await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
            return new QueueDepth(declared.MessageCount);
        },
        cancellationToken);

    public async Task<long> Purge(string queue, CancellationToken cancellationToken) =>
        (await Ask(
            queue,
            async channel => new Purged(await channel.QueuePurgeAsync(queue, cancellationToken)),
            cancellationToken))?.Messages ?? 0;

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        connecting.Dispose();
    }

    /// <summary>Asks; the answer is <c>null</c> if there is no such queue.</summary>
    private async Task<TAnswer?> Ask<TAnswer>(
        string queue, Func<IChannel, Task<TAnswer>> question, CancellationToken cancellationToken)
        where TAnswer : class
    {
        try
        {
            var open = await Connect(cancellationToken);
            await using var channel = await open.CreateChannelAsync(cancellationToken: cancellationToken);
            return await question(channel);
        }
        catch (OperationInterruptedException exception) when (ReplyCode(exception) == Constants.NotFound)
        {
            return null;
        }
        catch (OperationInterruptedException exception)
            when (ReplyCode(exception) is Constants.AccessRefused or Constants.ResourceLocked)
        {
            throw new UnauthorizedAccessException(
                $"RabbitMQ at {address} does not tell user '{address.User}' about queue '{queue}': {exception.Message} "
                + "Give the user 'configure' and 'read' permission on it. A temporary queue answers its own connection only.",
                exception);
        }
        catch (Exception exception) when (exception is OperationInterruptedException or BrokerUnreachableException)
        {
            throw new ConnectionException(
                $"RabbitMQ at {address} has not answered a question about queue '{queue}': "
                + $"{exception.GetBaseException().Message} Ask again when it can be reached.",
                exception);
        }
    }

    private static int? ReplyCode(OperationInterruptedException exception) => exception.ShutdownReason?.ReplyCode;

    private async Task<IConnection> Connect(CancellationToken cancellationToken)
    {
        await connecting.WaitAsync(cancellationToken);
        try
        {
            if (connection is { IsOpen: true })
                return connection;

            if (connection is not null)
                await connection.DisposeAsync();
            connection = null;
            return connection = await factory.CreateConnectionAsync(cancellationToken);
        }
        finally
        {
            connecting.Release();
        }
    }

    private sealed record Purged(long Messages);
}

using MassTransit.RabbitMqTransport;
using MassTransit.RabbitMqTransport.Configuration;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Messaging.RabbitMq;

/// <summary>
/// A connection whose channels all hear of its loss at once.
/// <para>
/// RabbitMQ.Client (7.1) tells the channels one after the other, and each may keep the others waiting: until its consumer
/// has returned from all deliveries, or until its publishers have had their turn, which they never have if the channel
/// is disposed meanwhile. A task that sends a message waits for a channel behind its own; so nobody hears of the loss,
/// consumers are deaf and senders wait for ever. We are told first, since nobody knows the connection before us, and
/// tell our channels side by side.
/// </para>
/// </summary>
internal sealed class LiveConnection : RabbitMqConnectionContext, ConnectionContext
{
    private readonly TaskCompletionSource<ShutdownEventArgs> lost =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LiveConnection(
        IConnection connection,
        IRabbitMqHostConfiguration host,
        string description,
        CancellationToken cancellationToken)
        : base(connection, host, description, cancellationToken)
    {
        connection.ConnectionShutdownAsync += (_, reason) =>
        {
            lost.TrySetResult(reason);
            return Task.CompletedTask;
        };
        // It may have been lost before we could listen.
        if (connection.CloseReason is { } reason)
            lost.TrySetResult(reason);
    }

    /// <summary>Done when the connection is closed, by whomever: why.</summary>
    public Task<ShutdownEventArgs> Lost => lost.Task;

    async Task<ChannelContext> ConnectionContext.CreateChannelContext(
        CancellationToken cancellationToken, ushort? concurrentMessageLimit)
    {
        // Confirms are followed by us, see Publisher.
        var options = new CreateChannelOptions(
            PublisherConfirmation,
            publisherConfirmationTrackingEnabled: false,
            consumerDispatchConcurrency: concurrentMessageLimit);
        // Not the caller's token: a request that is cancelled on its way leaves the channel unusable.
        var opening = Connection.CreateChannelAsync(options, CancellationToken.None);
        await Answer.To("channel.open", opening, Lost, ContinuationTimeout);

        return new LiveChannel(this, await opening, concurrentMessageLimit, cancellationToken);
    }
}

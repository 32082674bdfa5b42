using MassTransit.RabbitMqTransport;
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

    private readonly DrainingTcpClient? socket;
    private readonly RabbitMqHost host;

    public LiveConnection(
        IConnection connection,
        DrainingTcpClient? socket,
        RabbitMqHost host,
        string description,
        CancellationToken cancellationToken)
        : base(connection, host, description, cancellationToken)
    {
        this.socket = socket;
        this.host = host;
        connection.ConnectionShutdownAsync += (_, reason) =>
        {
            Lose(reason);
            return Task.CompletedTask;
        };
        // It may have been lost before we could listen.
        if (connection.CloseReason is { } reason)
            Lose(reason);
    }

    /// <summary>Done when the connection is closed, by whomever: why.</summary>
    public Task<ShutdownEventArgs> Lost => lost.Task;

    /// <summary>Gives the connection up, so that a new one is made.</summary>
    public void Abandon() => socket?.Abandon();

    async Task<ChannelContext> ConnectionContext.CreateChannelContext(
        CancellationToken cancellationToken, ushort? concurrentMessageLimit)
    {
        // Confirms are followed by us, see Publisher.
        var options = new CreateChannelOptions(
            PublisherConfirmation,
            publisherConfirmationTrackingEnabled: false,
            // It only hands deliveries over, see DetachedConsumer.
            consumerDispatchConcurrency: 1);
        // Not the caller's token: a request that is cancelled on its way leaves the channel unusable.
        var opening = Connection.CreateChannelAsync(options, CancellationToken.None);
        await Answer.To("channel.open", opening, Lost, ContinuationTimeout, Abandon);

        return new LiveChannel(
            this, await opening, host.ClosedQueues, concurrentMessageLimit, cancellationToken);
    }

    private void Lose(ShutdownEventArgs reason)
    {
        // The writing side may be stuck behind a peer that takes nothing any more, and all that writes with it.
        if (reason.Initiator == ShutdownInitiator.Library)
            Abandon();
        lost.TrySetResult(reason);
    }
}

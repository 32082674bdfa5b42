using MassTransit;
using MassTransit.SqlTransport;
using MassTransit.SqlTransport.Topology;

namespace Messaging.PullTransport;

/// <summary>
/// By this MassTransit sends and publishes. What is to be there is only noted here and made with the first message, or by
/// the receiver: a declaration that fails in MassTransit's one-time setup would leave those waiting who come after it.
/// </summary>
internal sealed class PullClient(ConnectionContext connection, PullRuntime runtime, CancellationToken stopped)
    : SqlClientContext(connection, stopped)
{
    public PullRuntime Runtime => runtime;

    // One is made with the first message.
    public override Task<long> CreateQueue(Queue queue) => Task.FromResult(0L);

    public override Task<long> CreateTopic(Topic topic)
    {
        runtime.Declarations.Note(topic);
        return Task.FromResult(0L);
    }

    public override Task<long> CreateTopicSubscription(TopicToTopicSubscription subscription)
    {
        runtime.Declarations.Note(subscription);
        return Task.FromResult(0L);
    }

    public override Task<long> CreateQueueSubscription(TopicToQueueSubscription subscription)
    {
        runtime.Declarations.Note(subscription);
        return Task.FromResult(0L);
    }

    public override Task Send<T>(string queueName, SqlMessageSendContext<T> context) =>
        runtime.Sender.Send(
            OutgoingMessages.Of(context, queueName, isTopic: false) with
            {
                DeleteWhenIdle = IdleTime(context.DestinationAddress),
            },
            context.CancellationToken);

    public override async Task Publish<T>(string topicName, SqlMessageSendContext<T> context)
    {
        await runtime.Declarations.Declare(topicName, context.CancellationToken);
        await runtime.Sender.Send(OutgoingMessages.Of(context, topicName, isTopic: true), context.CancellationToken);
    }

    public override Task<long> PurgeQueue(string queueName, CancellationToken cancellationToken) =>
        runtime.Broker.Purge(queueName, cancellationToken);

    public override Task TouchQueue(string queueName) => runtime.Broker.Keep(queueName, CancellationToken);

    public override Task<IEnumerable<SqlTransportMessage>> ReceiveMessages(
        string queueName, SqlReceiveMode mode, int messageLimit, int concurrentLimit, TimeSpan lockDuration) =>
        throw NotUsed();

    public override Task<int?> DeadLetterQueue(string queueName, int messageCount) => throw NotUsed();

    public override Task<bool> DeleteMessage(Guid lockId, long messageDeliveryId) => throw NotUsed();

    public override Task<bool> MoveMessage(
        Guid lockId, long messageDeliveryId, string queueName, SqlQueueType queueType, SendHeaders sendHeaders) =>
        throw NotUsed();

    public override Task<bool> RenewLock(Guid lockId, long messageDeliveryId, TimeSpan duration) => throw NotUsed();

    public override Task<bool> Unlock(Guid lockId, long messageDeliveryId, TimeSpan delay, SendHeaders sendHeaders) =>
        throw NotUsed();

    public override Task<bool> DeleteScheduledMessage(Guid tokenId, CancellationToken cancellationToken) =>
        throw new NotSupportedException(
            "Scheduled messages are kept by Messaging's scheduler, not by the broker: cancel them by the scheduler "
            + "that the bus is configured with (see docs/scheduling.md).");

    /// <summary>Addresses of temporary queues say so.</summary>
    private TimeSpan? IdleTime(Uri? address) => address?.Query.Length > 0
        ? new SqlEndpointAddress(ConnectionContext.HostAddress, address).AutoDeleteOnIdle
        : null;

    private static NotSupportedException NotUsed() => new("Messages are received by Messaging's own receiver.");
}

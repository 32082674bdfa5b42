using System.Collections.Concurrent;
using MassTransit.RabbitMqTransport;
using Messaging.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Messaging.RabbitMq;

/// <summary>A channel that lets go of all who wait for it as soon as it, or its connection, is lost.</summary>
internal sealed class LiveChannel : RabbitMqChannelContext, ChannelContext, IAsyncDisposable
{
    private readonly LiveConnection connection;
    private readonly ClosedQueues closedQueues;
    private readonly int? limit;
    private readonly Publisher publisher;
    private readonly Acknowledgements acknowledgements;

    private readonly ConcurrentDictionary<string, Subscription> subscriptions = new(StringComparer.Ordinal);

    private readonly TaskCompletionSource<ShutdownEventArgs> lost =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LiveChannel(
        LiveConnection connection,
        IChannel channel,
        ClosedQueues closedQueues,
        int? limit,
        CancellationToken cancellationToken)
        : base(connection, channel, cancellationToken)
    {
        this.connection = connection;
        this.closedQueues = closedQueues;
        this.limit = limit;
        publisher = new Publisher(channel, connection.PublisherConfirmation);
        acknowledgements = new Acknowledgements(channel);
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            lost.TrySetResult(reason);
            return Task.CompletedTask;
        };
        // It may have been lost before we could listen.
        if (channel.CloseReason is { } reason)
            lost.TrySetResult(reason);
        _ = LetGoWhenLost();
    }

    Task ChannelContext.BasicPublishAsync(
        string exchange,
        string routingKey,
        bool mandatory,
        BasicProperties basicProperties,
        byte[] body,
        bool awaitAck)
    {
        var publication = new Publication(exchange, routingKey, mandatory, basicProperties, body);
        publisher.Publish(publication);
        return awaitAck ? publication.Confirmed : Task.CompletedTask;
    }

    ValueTask ChannelContext.BasicAck(ulong deliveryTag, bool multiple) => multiple
        ? throw new NotSupportedException("Deliveries are acknowledged one by one here; see Acknowledgements.")
        : new ValueTask(acknowledgements.Add(deliveryTag));

    async Task ChannelContext.BasicNack(ulong deliveryTag, bool multiple, bool requeue)
    {
        if (multiple || !requeue)
            throw new NotSupportedException("Deliveries go back to their queue one by one here; see Acknowledgements.");

        try
        {
            await acknowledgements.Return(deliveryTag);
        }
        catch (AlreadyClosedException)
        {
            // With the channel all goes back.
        }
    }

    async Task<string> ChannelContext.BasicConsume(
        string queue,
        bool noAck,
        bool exclusive,
        IDictionary<string, object> arguments,
        IAsyncBasicConsumer consumer,
        string consumerTag,
        CancellationToken cancellationToken)
    {
        var detached = new DetachedConsumer(consumer, limit, lost.Task, noAck ? null : acknowledgements);
        var subscription = new Subscription(queue, closedQueues, detached, lost.Task, Consume, Cancel);
        var tag = await subscription.Begin(consumerTag);
        subscriptions[tag] = subscription;
        return tag;

        Task<string> Consume(string wireTag) => Answered(
            $"basic.consume of queue '{queue}'",
            BasicConsume(queue, noAck, exclusive, arguments, detached, wireTag, CancellationToken.None));

        Task Cancel(string wireTag) => Answered($"basic.cancel of queue '{queue}'", BasicCancel(wireTag));
    }

    Task ChannelContext.BasicCancel(string consumerTag) =>
        subscriptions.TryRemove(consumerTag, out var subscription) ? subscription.End() : Task.CompletedTask;

    Task ChannelContext.BasicQos(uint prefetchSize, ushort prefetchCount, bool global) =>
        Answered("basic.qos", BasicQos(prefetchSize, prefetchCount, global));

    Task ChannelContext.ExchangeBind(
        string destination, string source, string routingKey, IDictionary<string, object> arguments) =>
        Answered(
            $"exchange.bind of '{source}' to '{destination}'",
            ExchangeBind(destination, source, routingKey, arguments));

    Task ChannelContext.ExchangeDeclare(
        string exchange, string type, bool durable, bool autoDelete, IDictionary<string, object> arguments) =>
        Answered(
            $"exchange.declare of '{exchange}'", ExchangeDeclare(exchange, type, durable, autoDelete, arguments));

    Task ChannelContext.ExchangeDeclarePassive(string exchange) =>
        Answered($"exchange.declare of '{exchange}'", ExchangeDeclarePassive(exchange));

    Task ChannelContext.QueueBind(
        string queue, string exchange, string routingKey, IDictionary<string, object> arguments) =>
        Answered($"queue.bind of '{exchange}' to '{queue}'", QueueBind(queue, exchange, routingKey, arguments));

    Task<QueueDeclareOk> ChannelContext.QueueDeclare(
        string queue, bool durable, bool exclusive, bool autoDelete, IDictionary<string, object> arguments) =>
        Answered(
            $"queue.declare of '{queue}'",
            Channel.QueueDeclareAsync(
                queue, durable, exclusive, autoDelete, arguments!, cancellationToken: CancellationToken.None));

    Task<QueueDeclareOk> ChannelContext.QueueDeclarePassive(string queue) =>
        Answered($"queue.declare of '{queue}'", QueueDeclarePassive(queue));

    Task<uint> ChannelContext.QueuePurge(string queue) => Answered($"queue.purge of '{queue}'", QueuePurge(queue));

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        // RabbitMQ.Client's locks are not to be disposed while somebody waits for them.
        await publisher.Stop();
        await DisposeAsync();
        lost.TrySetResult(Publisher.Closed);
    }

    private async Task LetGoWhenLost()
    {
        await Task.WhenAny(lost.Task, connection.Lost);
        if (connection.Lost.IsCompleted)
            lost.TrySetResult(await connection.Lost);
        acknowledgements.Lose(await lost.Task);
        publisher.Lose(await lost.Task);
    }

    private Task Answered(string request, Task answer) =>
        Answer.To(request, answer, lost.Task, connection.ContinuationTimeout, connection.Abandon);

    private async Task<T> Answered<T>(string request, Task<T> answer)
    {
        await Answered(request, (Task)answer);
        return await answer;
    }
}

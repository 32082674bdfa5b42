using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Messaging.RabbitMq;

/// <summary>
/// Takes deliveries off the channel at once and handles them by itself, up to the limit of the endpoint at a time. So a
/// channel that is closed never waits for a task to end, see <see cref="LiveConnection"/>. Hears of the end of the channel
/// by its loss, since the channel itself may be late to tell.
/// </summary>
internal sealed class DetachedConsumer : IAsyncBasicConsumer
{
    private readonly IAsyncBasicConsumer consumer;
    private readonly Task<ShutdownEventArgs> lost;
    private readonly Acknowledgements? acknowledgements;
    private readonly SemaphoreSlim? free;

    /// <summary>Listens for the loss.</summary>
    /// <param name="consumer">Who consumes.</param>
    /// <param name="limit">The most deliveries at a time; <c>null</c> for no limit.</param>
    /// <param name="lost">Done when the channel is lost.</param>
    /// <param name="acknowledgements">Hears of each delivery that is to be acknowledged; <c>null</c> if none is.</param>
    public DetachedConsumer(
        IAsyncBasicConsumer consumer,
        int? limit,
        Task<ShutdownEventArgs> lost,
        Acknowledgements? acknowledgements)
    {
        this.consumer = consumer;
        this.lost = lost;
        this.acknowledgements = acknowledgements;
        free = limit is { } most ? new SemaphoreSlim(most) : null;
        _ = ShutDown();
    }

    public IChannel? Channel => consumer.Channel;

    public Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        // The memory is the channel's, which takes it back when this method returns.
        var ours = body.ToArray();
        acknowledgements?.Delivered(deliveryTag);
        _ = Handle(() => consumer.HandleBasicDeliverAsync(
            consumerTag, deliveryTag, redelivered, exchange, routingKey, properties, ours, cancellationToken));
        return Task.CompletedTask;
    }

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) =>
        consumer.HandleBasicConsumeOkAsync(consumerTag, cancellationToken);

    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) =>
        consumer.HandleBasicCancelAsync(consumerTag, cancellationToken);

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) =>
        consumer.HandleBasicCancelOkAsync(consumerTag, cancellationToken);

    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => Task.CompletedTask;

    private async Task ShutDown()
    {
        var reason = await lost;
        await consumer.HandleChannelShutdownAsync(consumer.Channel!, reason);
    }

    private async Task Handle(Func<Task> delivery)
    {
        // In the order in which they came.
        if (free is not null)
            await free.WaitAsync();
        try
        {
            // Elsewhere, since code that does not yield would hold the channel up.
            await Task.Run(delivery);
        }
        catch (Exception exception)
        {
            // Unsettled, so the broker hands it out again. On a channel that is gone that is nothing new.
            var log = lost.IsCompleted ? LogContext.Debug : LogContext.Warning;
            log?.Log(exception, "A delivery could not be settled");
        }
        finally
        {
            free?.Release();
        }
    }
}

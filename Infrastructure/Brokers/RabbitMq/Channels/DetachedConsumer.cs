using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Messaging.RabbitMq;

/// <summary>
/// Takes deliveries off the channel at once and handles them by itself, up to the limit of the endpoint at a time. So a
/// channel that is closed never waits for a task to end, see <see cref="LiveConnection"/>. Hears of the end of the channel
/// by its loss, since the channel itself may be late to tell.
/// <para>
/// Its <see cref="Subscription"/> may end at RabbitMQ and begin anew: the consumer behind it hears of the first beginning
/// only. At an end, all has come that was delivered, and what has not had its turn goes back.
/// </para>
/// </summary>
internal sealed class DetachedConsumer : IAsyncBasicConsumer
{
    private readonly IAsyncBasicConsumer consumer;
    private readonly Task<ShutdownEventArgs> lost;
    private readonly Acknowledgements? acknowledgements;
    private readonly Turns turns;
    private readonly TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool hasBegun;

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
        turns = new Turns(limit ?? int.MaxValue);
        _ = ShutDown();
    }

    public IChannel? Channel => consumer.Channel;

    /// <summary>Done when the consumer has been cancelled by RabbitMQ, whose queue was deleted: it is at its end.</summary>
    public Task Cancelled => cancelled.Task;

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
        // First of all: what is not known to have come would be acknowledged with what comes later.
        acknowledgements?.Delivered(deliveryTag);
        // The memory is the channel's, which takes it back when this method returns.
        var ours = body.ToArray();
        _ = Handle(deliveryTag, () => consumer.HandleBasicDeliverAsync(
            consumerTag, deliveryTag, redelivered, exchange, routingKey, properties, ours, cancellationToken));
        return Task.CompletedTask;
    }

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        if (hasBegun)
            return Task.CompletedTask;

        hasBegun = true;
        return consumer.HandleBasicConsumeOkAsync(consumerTag, cancellationToken);
    }

    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        cancelled.TrySetResult();
        return consumer.HandleBasicCancelAsync(consumerTag, cancellationToken);
    }

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        // Called as deliveries are, one after the other, and after the last of them.
        turns.Dismiss();
        return Task.CompletedTask;
    }

    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => Task.CompletedTask;

    private async Task ShutDown()
    {
        var reason = await lost;
        await consumer.HandleChannelShutdownAsync(consumer.Channel!, reason);
    }

    private async Task Handle(ulong deliveryTag, Func<Task> delivery)
    {
        try
        {
            if (await turns.Take())
                await InTurn(delivery);
            else if (acknowledgements is not null)
                await acknowledgements.Return(deliveryTag);
        }
        catch (Exception exception)
        {
            // Unsettled, so the broker hands it out again. On a channel that is gone that is nothing new.
            var log = lost.IsCompleted ? LogContext.Debug : LogContext.Warning;
            log?.Log(exception, "A delivery could not be settled");
        }
    }

    private async Task InTurn(Func<Task> delivery)
    {
        try
        {
            // Elsewhere, since code that does not yield would hold the channel up.
            await Task.Run(delivery);
        }
        finally
        {
            turns.GiveBack();
        }
    }
}

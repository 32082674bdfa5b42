using MassTransit;

namespace Messaging.Producers;

/// <summary>
/// Sends without handing the caller's cancellation to the transport. RabbitMQ.Client cannot take back a request that is
/// on its way (the declaration of a queue, after a reconnection): cancelled, it leaves the channel, which all sends of
/// the process share, waiting for ever. So the caller stops waiting, and a message that has not left by then is held
/// back.
/// </summary>
internal static class GuardedSend
{
    public static Task Send<T>(
        ISendEndpoint endpoint, T message, Action<SendContext> configure, CancellationToken cancellationToken)
        where T : class =>
        endpoint.Send(message, Guard<SendContext<T>>(configure, cancellationToken), CancellationToken.None)
            .WaitAsync(cancellationToken);

    public static Task Publish<T>(IPublishEndpoint endpoint, T message, CancellationToken cancellationToken)
        where T : class =>
        Publish(endpoint, message, _ => { }, cancellationToken);

    public static Task Publish<T>(
        IPublishEndpoint endpoint, T message, Action<SendContext> configure, CancellationToken cancellationToken)
        where T : class =>
        endpoint.Publish(message, Guard<PublishContext<T>>(configure, cancellationToken), CancellationToken.None)
            .WaitAsync(cancellationToken);

    private static IPipe<TContext> Guard<TContext>(Action<SendContext> configure, CancellationToken cancellationToken)
        where TContext : class, SendContext =>
        Pipe.Execute<TContext>(context =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            configure(context);
        });
}

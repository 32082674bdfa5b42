using MassTransit;

namespace Messaging.Hosting;

/// <summary>
/// Says that what a child process sends over <c>memory:</c> would go nowhere: its worker's queues are in another process.
/// </summary>
internal sealed class ChildSendRefusal : ISendObserver, IPublishObserver
{
    public Task PreSend<T>(SendContext<T> context)
        where T : class => throw Refused<T>();

    public Task PostSend<T>(SendContext<T> context)
        where T : class => Task.CompletedTask;

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => throw Refused<T>();

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    private static NotSupportedException Refused<T>() => new(
        $"A task in a child process cannot send {typeof(T).Name} over memory:, whose queues are in the memory of its "
        + "worker. Set Messaging:Broker to a real broker, or Messaging:Worker:Pool to Threads.");
}

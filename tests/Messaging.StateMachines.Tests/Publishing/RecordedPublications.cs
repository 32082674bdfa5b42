using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Context;
using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>Takes what a tracker publishes.</summary>
internal sealed class RecordedPublications : IPublishEndpoint
{
    private readonly ConcurrentQueue<TaskRunEvent> events = new();

    public IReadOnlyCollection<TaskRunEvent> Events => events;

    /// <summary>Before an event is published.</summary>
    public Func<TaskRunEvent, Task> Publishing { get; set; } = _ => Task.CompletedTask;

    public async Task Publish(
        object message,
        Type messageType,
        IPipe<PublishContext> publishPipe,
        CancellationToken cancellationToken = default)
    {
        var taskEvent = (TaskRunEvent)message;
        await Publishing(taskEvent);
        var context = new MessageSendContext<TaskRunEvent>(taskEvent, cancellationToken);
        await publishPipe.Send(context);

        Assert.That(messageType, Is.EqualTo(message.GetType()));
        Assert.That(context.CorrelationId, Is.EqualTo(taskEvent.TaskId));
        events.Enqueue(taskEvent);
    }

    public Task Publish<T>(T message, CancellationToken cancellationToken = default)
        where T : class =>
        throw new NotSupportedException();

    public Task Publish<T>(
        T message, IPipe<PublishContext<T>> publishPipe, CancellationToken cancellationToken = default)
        where T : class =>
        throw new NotSupportedException();

    public Task Publish<T>(T message, IPipe<PublishContext> publishPipe, CancellationToken cancellationToken = default)
        where T : class =>
        throw new NotSupportedException();

    public Task Publish(object message, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task Publish(
        object message, IPipe<PublishContext> publishPipe, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task Publish(object message, Type messageType, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task Publish<T>(object values, CancellationToken cancellationToken = default)
        where T : class =>
        throw new NotSupportedException();

    public Task Publish<T>(
        object values, IPipe<PublishContext<T>> publishPipe, CancellationToken cancellationToken = default)
        where T : class =>
        throw new NotSupportedException();

    public Task Publish<T>(
        object values, IPipe<PublishContext> publishPipe, CancellationToken cancellationToken = default)
        where T : class =>
        throw new NotSupportedException();

    public ConnectHandle ConnectPublishObserver(IPublishObserver observer) => throw new NotSupportedException();
}

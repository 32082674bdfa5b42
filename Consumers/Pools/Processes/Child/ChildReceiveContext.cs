using System.Diagnostics;
using System.Net.Mime;
using MassTransit;
using MassTransit.Middleware;
using MassTransit.Serialization;

namespace Messaging.Consumers;

/// <summary>A message as its worker has passed it on. How it is settled is the worker's to say.</summary>
internal sealed class ChildReceiveContext(RunFrame frame, IChildBus bus, CancellationToken cancellationToken)
    : BasePipeContext(cancellationToken), ReceiveContext
{
    private readonly long received = Stopwatch.GetTimestamp();

    public TimeSpan ElapsedTime => Stopwatch.GetElapsedTime(received);

    public Uri InputAddress => frame.InputAddress;

    public ContentType ContentType => SystemTextJsonMessageSerializer.JsonContentType;

    public bool Redelivered => frame.Redelivered;

    public Headers TransportHeaders => EmptyHeaders.Instance;

    public Task ReceiveCompleted => Task.CompletedTask;

    public bool IsDelivered => false;

    public bool IsFaulted => false;

    public ISendEndpointProvider SendEndpointProvider => bus;

    public IPublishEndpointProvider PublishEndpointProvider => bus;

    public bool PublishFaults => false;

    public MessageBody Body { get; } = new BytesMessageBody(frame.Body);

    public ConsumeContext Read() => new BodyConsumeContext(
        this, SystemTextJsonMessageSerializer.Instance.Deserialize(Body, TransportHeaders, InputAddress));

    public Task NotifyConsumed<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task NotifyFaulted<T>(
        ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task NotifyFaulted(Exception exception) => Task.CompletedTask;

    public void AddReceiveTask(Task task)
    {
        // The run waits for its consumer, and the message is not settled here.
    }
}

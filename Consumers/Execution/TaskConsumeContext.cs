using MassTransit;
using MassTransit.Context;

namespace Messaging.Consumers;

/// <summary>
/// What the inner filters and the consumer see: the attempt's own cancellation token, and no fault published for an
/// attempt that may not be the last; how a task ends is told by the lifecycle filter alone.
/// </summary>
internal sealed class TaskConsumeContext<TTask>(ConsumeContext<TTask> context, TaskExecution execution)
    : ConsumeContextProxy(context), ConsumeContext<TTask>
    where TTask : class
{
    public override CancellationToken CancellationToken => execution.CancellationToken;

    public TTask Message => context.Message;

    public override Task NotifyFaulted<T>(
        ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) => Task.CompletedTask;

    public Task NotifyConsumed(TimeSpan duration, string consumerType) =>
        NotifyConsumed(context, duration, consumerType);

    public Task NotifyFaulted(TimeSpan duration, string consumerType, Exception exception) => Task.CompletedTask;
}

using System.Diagnostics.CodeAnalysis;
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

    /// <summary>Each filter asks for the execution: it is at hand here, and not looked for among all payloads.</summary>
    public override bool TryGetPayload<T>([NotNullWhen(true)] out T payload)
        where T : class
    {
        if (typeof(T) != typeof(TaskExecution))
            return base.TryGetPayload(out payload);

        payload = (T)(object)execution;
        return true;
    }

    public override Task NotifyFaulted<T>(
        ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) => Task.CompletedTask;

    public Task NotifyConsumed(TimeSpan duration, string consumerType) =>
        NotifyConsumed(context, duration, consumerType);

    public Task NotifyFaulted(TimeSpan duration, string consumerType, Exception exception) => Task.CompletedTask;
}

using MassTransit;
using MassTransit.Context;

namespace Messaging.Consumers;

/// <summary>A consume context that outlives its delivery.</summary>
internal sealed class DetachedConsumeContext<TTask>(ConsumeContext<TTask> context, Detachment detachment)
    : ConsumeContextProxy(context), ConsumeContext<TTask>
    where TTask : class
{
    public override CancellationToken CancellationToken => detachment.Token;

    public TTask Message => context.Message;

    public Task NotifyConsumed(TimeSpan duration, string consumerType) =>
        NotifyConsumed(this, duration, consumerType);

    public Task NotifyFaulted(TimeSpan duration, string consumerType, Exception exception) =>
        NotifyFaulted(this, duration, consumerType, exception);
}

using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Drops a task whose time to be started has passed.</summary>
internal sealed class ExpiryFilter<TTask>(WorkerServices worker) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var execution = context.GetPayload<TaskExecution>();
        if (!(execution.Expires <= worker.Clock.GetUtcNow()))
            return next.Send(context);

        execution.Dropped = TaskState.Expired;
        return Task.CompletedTask;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-expiry");
}

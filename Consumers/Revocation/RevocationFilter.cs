using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Drops a revoked task, and listens for a revocation while the task runs.</summary>
internal sealed class RevocationFilter<TTask>(WorkerServices worker) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var execution = context.GetPayload<TaskExecution>();
        await worker.Revocations.WaitUntilComplete(execution.CancellationToken);
        if (worker.Gate.IsAnyClosed)
            await worker.Gate.Check(execution, worker.Slots, worker.Clock);

        using var watch = worker.Revocations.Watch(execution);
        if (execution.Revocation is not null)
        {
            execution.Dropped = TaskState.Revoked;
            return;
        }

        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-revocation");
}

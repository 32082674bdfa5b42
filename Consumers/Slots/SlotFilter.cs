using MassTransit;

namespace Messaging.Consumers;

/// <summary>
/// Lets a task go on when a slot is free. What comes after it, expiry above all, is checked when the task is about to
/// run and not when its message came in. The slot is free again before the end is confirmed.
/// </summary>
internal sealed class SlotFilter<TTask>(WorkerServices worker) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        await worker.Slots.Take(context.GetPayload<TaskExecution>().CancellationToken);
        try
        {
            await next.Send(context);
        }
        finally
        {
            worker.Slots.GiveBack();
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-slot");
}

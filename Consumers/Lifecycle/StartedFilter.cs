using MassTransit;

namespace Messaging.Consumers;

/// <summary>The innermost filter: nothing stands between the task and its consumer any more.</summary>
internal sealed class StartedFilter<TTask>(WorkerServices worker) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var execution = context.GetPayload<TaskExecution>();
        if (execution.ConfirmsStart)
        {
            await worker.Events.AddConfirmed(
                execution.Started(execution.Attempt, execution.Start()), execution.Shutdown);
        }
        else
        {
            await execution.Report.Started(execution.Start(), worker.Events, execution.Shutdown);
        }

        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-started");
}

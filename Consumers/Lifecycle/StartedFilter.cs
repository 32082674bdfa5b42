using MassTransit;

namespace Messaging.Consumers;

/// <summary>The innermost filter: nothing stands between the task and its consumer any more.</summary>
internal sealed class StartedFilter<TTask>(WorkerServices worker) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var execution = context.GetPayload<TaskExecution>();
        await execution.Report.Started(execution.Start(), worker.Events, execution.Shutdown);
        if (execution.Observation is { } observed)
            await observed.Started();

        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-started");
}

using MassTransit;

namespace Messaging.Consumers;

/// <summary>Tells those who watch that the consumer is about to be called.</summary>
internal sealed class StartObservationFilter<TTask> : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        if (context.GetPayload<TaskExecution>().Observation is { } observed)
            await observed.Started();

        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-start-observation");
}

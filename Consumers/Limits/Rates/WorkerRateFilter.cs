using MassTransit;

namespace Messaging.Consumers;

/// <summary>Holds a task until this worker may start one of its kind.</summary>
internal sealed class WorkerRateFilter<TTask>(WorkerRate rate, TaskHold hold) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next) =>
        rate.IsOff ? next.Send(context) : SendLimited(context, next);

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-rate");

    private async Task SendLimited(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var run = context.GetPayload<TaskExecution>();
        if (!rate.TryEnter() && !await hold.Enter(context, run, rate))
            return;

        run.Turn = rate;
        try
        {
            await next.Send(context);
        }
        finally
        {
            if (run.Turn is not null)
                rate.Leave();
            run.Turn = null;
        }
    }
}

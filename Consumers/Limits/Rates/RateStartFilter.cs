using MassTransit;

namespace Messaging.Consumers;

/// <summary>
/// Stands where nothing can keep a task from its start any more but its rate limits: it has a slot, and has neither
/// expired nor been revoked. What was granted is used up here.
/// </summary>
internal sealed class RateStartFilter<TTask>(ClusterRates clusterRates, ITaskEventSink events) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var run = context.GetPayload<TaskExecution>();
        if (!run.IsReceiptTold || run.ClusterTurn is not null)
            return StartLimited(context, next, run);

        Start(run);
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-rate-start");

    private async Task StartLimited(
        ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next, TaskExecution run)
    {
        if (!run.IsReceiptTold)
            await Receipt.Tell(context, run, events);

        // The slot may have come too late for the permit.
        if (run.ClusterTurn is { } turn
            && !clusterRates.TryUse(turn) && !await clusterRates.TryUseAnother(turn, run.CancellationToken))
        {
            return;
        }

        Start(run);
        await next.Send(context);
    }

    private static void Start(TaskExecution run)
    {
        run.Turn?.Started();
        run.Turn = null;
    }
}

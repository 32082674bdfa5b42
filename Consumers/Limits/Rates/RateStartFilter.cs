using MassTransit;

namespace Messaging.Consumers;

/// <summary>
/// Stands where nothing can keep a task from its start any more but its rate limits: it has a slot, and has neither
/// expired nor been revoked. What was granted is used up here.
/// </summary>
internal sealed class RateStartFilter<TTask>(ClusterRates clusterRates) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var run = context.GetPayload<TaskExecution>();
        if (run.ClusterTurn is { } turn && !clusterRates.TryUse(turn))
            return StartLater(context, next, run, turn);

        run.Turn?.Started(run);
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-rate-start");

    /// <summary>The slot came too late for the permit.</summary>
    private async Task StartLater(
        ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next, TaskExecution run, ClusterTurn turn)
    {
        if (!await clusterRates.TryUseAnother(turn, run.CancellationToken))
            return;

        run.Turn?.Started(run);
        await next.Send(context);
    }
}

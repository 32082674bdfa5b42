using MassTransit;

namespace Messaging.Consumers;

/// <summary>
/// Holds a task until the trackers have let this worker start one of its kind and key. The permit is good for a short
/// time only; a task that has not got a slot by then waits for another.
/// </summary>
internal sealed class ClusterRateFilter<TTask>(
    string name, LimitsOfTask limits, ClusterRates rates, TaskHold hold) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    private readonly Func<object, string?>? keyOf = limits.Policy.ClusterRateLimit?.Key;
    private readonly Func<RateLimit?> rate = () => limits.ClusterRate;

    public Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next) =>
        limits.ClusterRate is null ? next.Send(context) : SendLimited(context, next);

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-cluster-rate");

    private async Task SendLimited(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        if (LimitKey.Of(name, keyOf, context.Message) is not { } key)
        {
            await next.Send(context);
            return;
        }

        var run = context.GetPayload<TaskExecution>();
        var turn = new ClusterTurn(rates, key, rate);
        run.ClusterTurn = turn;
        try
        {
            do
            {
                if (!await hold.Enter(context, run, turn))
                    return;

                turn.IsMissed = false;
                await next.Send(context);
            }
            while (turn.IsMissed);
        }
        finally
        {
            run.ClusterTurn = null;
        }
    }
}

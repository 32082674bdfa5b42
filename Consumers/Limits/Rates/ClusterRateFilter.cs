using MassTransit;

namespace Messaging.Consumers;

/// <summary>
/// Holds a task until the trackers have let this worker start one of its kind and key. The permit is good for a short
/// time only; a task that has not got a slot by then waits for another.
/// </summary>
internal sealed class ClusterRateFilter<TTask>(
    string name, KeyedRateLimit limit, ClusterRates rates, TaskHold hold) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        if (LimitKey.Of(name, limit.Key, context.Message) is not { } key)
        {
            await next.Send(context);
            return;
        }

        var run = context.GetPayload<TaskExecution>();
        var turn = new ClusterTurn(rates, key, limit.Limit);
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

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-cluster-rate");
}

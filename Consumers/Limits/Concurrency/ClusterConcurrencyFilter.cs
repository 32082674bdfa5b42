using MassTransit;

namespace Messaging.Consumers;

/// <summary>Holds a task until one more of its kind and key may run on all workers together.</summary>
internal sealed class ClusterConcurrencyFilter<TTask>(
    string name, ConcurrencyLimit limit, ClusterLeases leases, TaskHold hold) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        if (LimitKey.Of(name, limit.Key, context.Message) is not { } key)
        {
            await next.Send(context);
            return;
        }

        var lease = new ClusterLease(key, limit.Count);
        if (!await hold.Enter(context, context.GetPayload<TaskExecution>(), new Wait(leases, lease)))
            return;

        try
        {
            await next.Send(context);
        }
        finally
        {
            leases.Leave(lease);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-cluster-concurrency");

    private sealed class Wait(ClusterLeases leases, ClusterLease lease) : IWaitedLimit
    {
        /// <summary>Nobody knows how long the others take.</summary>
        public TimeSpan ExpectedWait => TimeSpan.Zero;

        public Task Enter(CancellationToken cancellationToken) =>
            leases.Enter(lease, cancellationToken);

        public TimeSpan Defer() => leases.Defer();
    }
}

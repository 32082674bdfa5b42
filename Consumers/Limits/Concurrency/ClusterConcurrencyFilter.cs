using MassTransit;

namespace Messaging.Consumers;

/// <summary>Holds a task until one more of its kind and key may run on all workers together.</summary>
internal sealed class ClusterConcurrencyFilter<TTask>(
    string name, LimitsOfTask limits, ClusterLeases leases, TaskHold hold) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    private readonly Func<object, string?>? keyOf = limits.Policy.ClusterConcurrencyLimit?.Key;
    private readonly Func<int?> most = () => limits.ClusterConcurrency;

    public Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next) =>
        limits.ClusterConcurrency is null ? next.Send(context) : SendLimited(context, next);

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-cluster-concurrency");

    private async Task SendLimited(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        if (LimitKey.Of(name, keyOf, context.Message) is not { } key)
        {
            await next.Send(context);
            return;
        }

        var lease = new ClusterLease(key, most);
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

    private sealed class Wait(ClusterLeases leases, ClusterLease lease) : IWaitedLimit
    {
        /// <summary>Nobody knows how long the others take.</summary>
        public TimeSpan ExpectedWait => TimeSpan.Zero;

        public Task Enter(CancellationToken cancellationToken) =>
            leases.Enter(lease, cancellationToken);

        public TimeSpan Defer() => leases.Defer();
    }
}

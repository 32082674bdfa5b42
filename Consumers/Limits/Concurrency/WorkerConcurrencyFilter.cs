using MassTransit;

namespace Messaging.Consumers;

/// <summary>Holds a task until this worker may run one more of its kind and key at the same time.</summary>
internal sealed class WorkerConcurrencyFilter<TTask>(
    string name, Func<object, string?>? keyOf, WorkerConcurrency concurrency, TaskHold hold)
    : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next) =>
        concurrency.IsOff ? next.Send(context) : SendLimited(context, next);

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-concurrency");

    private async Task SendLimited(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        if (LimitKey.Of(name, keyOf, context.Message) is not { Key: var key })
        {
            await next.Send(context);
            return;
        }

        if (!concurrency.TryEnter(key)
            && !await hold.Enter(context, context.GetPayload<TaskExecution>(), new Wait(concurrency, key)))
        {
            return;
        }

        try
        {
            await next.Send(context);
        }
        finally
        {
            concurrency.Leave(key);
        }
    }

    private sealed class Wait(WorkerConcurrency concurrency, string key) : IWaitedLimit
    {
        /// <summary>Nobody knows how long the others take.</summary>
        public TimeSpan ExpectedWait => TimeSpan.Zero;

        public Task Enter(CancellationToken cancellationToken) =>
            concurrency.Enter(key, cancellationToken);

        public TimeSpan Defer() => concurrency.Defer();
    }
}

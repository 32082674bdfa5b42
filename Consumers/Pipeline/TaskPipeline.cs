using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// The order of the filters around a task's consumer, outermost first. Written here and nowhere else.
/// </summary>
internal static class TaskPipeline
{
    public static void Use<TTask>(
        IPipeConfigurator<ConsumeContext<TTask>> pipe, TaskRegistration registration, WorkerServices worker)
        where TTask : class
    {
        var isAtMostOnce = registration.Policy.Acknowledge == AcknowledgeMode.AtMostOnce;
        var children = worker.Pool as ProcessPool;
        if (isAtMostOnce)
            pipe.UseFilter(new DetachFilter<TTask>(registration, worker));
        pipe.UseFilter(new EarlyTaskFilter<TTask>(registration, worker));
        pipe.UseFilter(new LifecycleFilter<TTask>(registration, worker));
        var observers = registration.ObserversIn(worker);
        if (observers is not null)
            pipe.UseFilter(new ObservationFilter<TTask>(observers, worker));
        if (isAtMostOnce)
            pipe.UseFilter(new ErrorCopyFilter<TTask>(worker));
        pipe.UseFilter(new RedeliveryFilter<TTask>(registration, worker));
        pipe.UseFilter(new EtaFilter<TTask>(worker));
        pipe.UseFilter(new RetryFilter<TTask>(worker));
        worker.Limits.UseHolding(pipe, registration);
        pipe.UseFilter(new SlotFilter<TTask>(worker));
        if (children is not null)
            pipe.UseFilter(new ChildFilter<TTask>(children, worker));
        pipe.UseFilter(new ExpiryFilter<TTask>(worker));
        pipe.UseFilter(new RevocationFilter<TTask>(worker));
        worker.Limits.UseStart(pipe);
        if (isAtMostOnce)
            pipe.UseFilter(new SettleFilter<TTask>(worker));
        else
            pipe.UseFilter(new StartedFilter<TTask>(worker));
        if (observers is not null)
            pipe.UseFilter(new StartObservationFilter<TTask>());
        pipe.UseFilter(new TimeLimitFilter<TTask>(worker));
        if (children is not null)
            pipe.UseFilter(new RunInChildFilter<TTask>(registration, children, worker));
    }
}

using MassTransit;

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
        var children = worker.Pool as ProcessPool;
        pipe.UseFilter(new EarlyTaskFilter<TTask>(registration, worker));
        pipe.UseFilter(new LifecycleFilter<TTask>(registration, worker));
        pipe.UseFilter(new EtaFilter<TTask>(worker));
        pipe.UseFilter(new RetryFilter<TTask>(worker));
        pipe.UseFilter(new SlotFilter<TTask>(worker));
        if (children is not null)
            pipe.UseFilter(new ChildFilter<TTask>(children, worker));
        pipe.UseFilter(new ExpiryFilter<TTask>(worker));
        pipe.UseFilter(new RevocationFilter<TTask>(worker));
        pipe.UseFilter(new StartedFilter<TTask>(worker));
        pipe.UseFilter(new TimeLimitFilter<TTask>(worker));
        if (children is not null)
            pipe.UseFilter(new RunInChildFilter<TTask>(registration, worker));
    }
}

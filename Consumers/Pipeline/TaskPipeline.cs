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
        pipe.UseFilter(new EarlyTaskFilter<TTask>(registration, worker));
        pipe.UseFilter(new LifecycleFilter<TTask>(registration, worker));
        if (registration.ObserversIn(worker) is { } observers)
            pipe.UseFilter(new ObservationFilter<TTask>(observers, worker));
        pipe.UseFilter(new EtaFilter<TTask>(worker));
        pipe.UseFilter(new RetryFilter<TTask>(worker));
        worker.Limits.UseHolding(pipe, registration);
        pipe.UseFilter(new SlotFilter<TTask>(worker));
        pipe.UseFilter(new ExpiryFilter<TTask>(worker));
        pipe.UseFilter(new RevocationFilter<TTask>(worker));
        worker.Limits.UseStart(pipe);
        pipe.UseFilter(new StartedFilter<TTask>(worker));
        pipe.UseFilter(new TimeLimitFilter<TTask>(worker));
    }
}

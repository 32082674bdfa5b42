using MassTransit;

namespace Messaging.Consumers;

/// <summary>
/// Lets the filters tell those who watch. Only in the pipelines of tasks that somebody watches.
/// </summary>
internal sealed class ObservationFilter<TTask> : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    private readonly Lazy<IReadOnlyList<ITaskObserver>> observers;
    private readonly WorkerServices worker;

    public ObservationFilter(Func<IReadOnlyList<ITaskObserver>> observers, WorkerServices worker)
    {
        this.observers = new Lazy<IReadOnlyList<ITaskObserver>>(observers);
        this.worker = worker;
    }

    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var execution = context.GetPayload<TaskExecution>();
        execution.Observation = new TaskObservation(
            observers.Value, execution, context.Message, context.Headers, worker.Logger);
        await execution.Observation.Received();

        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-observation");
}

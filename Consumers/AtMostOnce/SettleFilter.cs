using MassTransit;

namespace Messaging.Consumers;

/// <summary>
/// Stands in the place of <see cref="StartedFilter{TTask}"/> for an at-most-once task: has the start confirmed, lets go of
/// the message, and runs the task.
/// </summary>
internal sealed class SettleFilter<TTask>(WorkerServices worker) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var execution = context.GetPayload<TaskExecution>();
        var detachment = execution.Detachment!;
        await worker.Events.AddConfirmed(
            execution.Started(execution.Attempt, execution.Start()), execution.Shutdown);

        while (!detachment.TrySettle())
        {
            // Put back at once it would come straight back, while the queue is still consumed.
            await worker.Slots.UnlessStopping(
                token => Task.Delay(Timeout.InfiniteTimeSpan, worker.Clock, token), execution.Shutdown);
        }

        // The message is settled before code that does not yield holds this thread.
        await Task.Yield();
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-settle");
}

using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Hands a task that has arrived long before its time to the scheduler, so that it is not held in memory until then.
/// Only a sender that knows no more than MassTransit sends such a one. What comes from the scheduler is let through: if
/// its clock is ahead of ours, the rest is waited for here.
/// </summary>
internal sealed class EarlyTaskFilter<TTask>(TaskRegistration registration, WorkerServices worker)
    : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var headers = context.Headers;
        var now = worker.Clock.GetUtcNow();
        if (TaskHeaderFormat.Time(headers.Get<string>(TaskHeaders.Eta)) is not { } eta
            || eta - now <= worker.InProcessRetryLimit || eta > EtaLimit.Latest || context.MessageId is not { } taskId
            || headers.Get<string>(MessageHeaders.SchedulingTokenId) is not null)
        {
            await next.Send(context);
            return;
        }

        var queue = WorkerServices.QueueOf(context);
        await worker.Postponement.Postpone(
            new PostponedTask
            {
                Context = context,
                Message = context.Message,
                TaskId = taskId,
                Queue = queue,
                Attempt = Math.Max(1, TaskHeaderFormat.Number(headers.Get<string>(TaskHeaders.Attempt)) ?? 1),
                Snoozes = TaskHeaderFormat.Number(headers.Get<string>(TaskHeaders.Snoozes)) ?? 0,
                Due = eta,
            },
            context.CancellationToken);
        await worker.Events.AddConfirmed(
            new TaskScheduled { TaskId = taskId, Time = now, Name = registration.Name, Queue = queue, Eta = eta },
            context.CancellationToken);
        await context.NotifyConsumed(context, TimeSpan.Zero, registration.Name);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-early");
}

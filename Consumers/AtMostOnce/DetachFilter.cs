using System.Diagnostics;
using MassTransit;

namespace Messaging.Consumers;

/// <summary>
/// The outermost filter of an at-most-once task.
/// <list type="number">
/// <item>The task goes through the other filters as any other. If it ends before it is run, since it has expired or was
/// revoked, its message is settled as any other.</item>
/// <item>When it has its slot, the broker is told that it starts, and that it is lost with this worker. When that is
/// confirmed this filter returns to the transport, which settles the message, and the task is run. A worker that dies
/// from here on leaves a task of which the trackers know all that they need to fail it.</item>
/// <item>A worker that dies after the confirmation and before the settlement has its message delivered again. Whoever
/// gets it asks the trackers, see <see cref="RedeliveryFilter{TTask}"/>, and fails it.</item>
/// </list>
/// </summary>
internal sealed class DetachFilter<TTask>(TaskRegistration registration, WorkerServices worker)
    : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var received = Stopwatch.GetTimestamp();
        var detachment = new Detachment(worker.Detached, context.CancellationToken);
        context.AddOrUpdatePayload(() => detachment, _ => detachment);

        var run = Run(context, next, detachment);
        await Task.WhenAny(run, detachment.Settled);
        if (!detachment.IsSettled)
        {
            await run;
            return;
        }

        // Otherwise the transport would take the message for one that nobody wanted and dead-letter it.
        await context.NotifyConsumed(context, Stopwatch.GetElapsedTime(received), registration.Name);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-detach");

    private async Task Run(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next, Detachment detachment)
    {
        using var untilTheEnd = detachment;
        try
        {
            await next.Send(new DetachedConsumeContext<TTask>(context, detachment));
        }
        catch (Exception exception) when (detachment.IsSettled)
        {
            // The task's own failure is told and kept by now; a cancellation is none, those are told under another name.
            if (exception is OperationCanceledException)
                WorkerLog.EndNotTold(worker.Logger, exception, registration.Name, context.MessageId.GetValueOrDefault());
        }
    }
}

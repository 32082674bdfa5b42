using System.Runtime.ExceptionServices;
using MassTransit;

namespace Messaging.Consumers;

/// <summary>
/// Keeps the message of a failed at-most-once task: the transport has settled it, so a copy goes to the error queue.
/// Before the failure is told, so that none that was told is missing there.
/// </summary>
internal sealed class ErrorCopyFilter<TTask>(WorkerServices worker) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var execution = context.GetPayload<TaskExecution>();
        try
        {
            await next.Send(context);
        }
        catch (Exception exception) when (execution.IsSettled && exception is not TaskIgnoredException
            && (execution.IsShuttingDown || execution.Interruption != Interruption.Revoked))
        {
            var failure = execution.IsShuttingDown
                ? WorkerLostException.Stopped(execution.Name, execution.Worker, exception)
                : execution.CauseOf(exception);
            await worker.ErrorQueue.Keep(context, execution.Queue, failure, execution.Detachment!.GivenUp);
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-error-copy");
}

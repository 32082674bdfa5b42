using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Takes a child process for a task, and gives it back. If the child dies, the task has failed like by any exception;
/// or, if its policy says so, it is run again in another, as if the whole worker had died.
/// </summary>
internal sealed class ChildFilter<TTask>(ProcessPool children, WorkerServices worker) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var execution = context.GetPayload<TaskExecution>();
        for (var losses = 1; ; losses++)
        {
            try
            {
                await SendWithChild(execution, context, next);
                return;
            }
            catch (WorkerLostException exception) when (IsRunAgain(execution, losses))
            {
                PoolLog.RunAgain(worker.Logger, execution.Name, execution.TaskId, losses, exception.Message);
            }
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-child");

    private static bool IsRunAgain(TaskExecution run, int losses) =>
        run.Policy is { OnWorkerLost: WorkerLostAction.RunAgain, Acknowledge: AcknowledgeMode.Late }
        && losses < run.Policy.MaxDeliveries
        && run is { Interruption: Interruption.None, IsShuttingDown: false };

    private async Task SendWithChild(
        TaskExecution execution, ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        execution.Child = await children.Take(execution, execution.Shutdown);
        try
        {
            await next.Send(context);
        }
        finally
        {
            // Not always the one from above, which may have died before it was given the task.
            if (execution.Child is { } last && execution.TryRelease(last))
                children.GiveBack(last, execution.Name);
        }
    }
}

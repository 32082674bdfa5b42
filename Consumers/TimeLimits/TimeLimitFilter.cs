using MassTransit;

namespace Messaging.Consumers;

/// <summary>
/// Cancels the attempt's token at the soft limit; gives the attempt up at the hard one. Code that never returns cannot
/// be stopped inside a process: it is left behind, and counted. How it is started and given up is the pool's to say.
/// </summary>
internal sealed class TimeLimitFilter<TTask>(WorkerServices worker) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    private readonly ITaskPool pool = worker.Pool;
    private readonly bool startsAll = worker.Pool.StartsAll;

    public Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var execution = context.GetPayload<TaskExecution>();
        return execution is { SoftTimeLimit: null, TimeLimit: null } && !startsAll
            ? next.Send(context)
            : SendWithin(execution, context, next);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-time-limit");

    private async Task SendWithin(
        TaskExecution execution, ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        await using var softLimit = StartSoftLimit(execution);
        try
        {
            await RunWithin(execution, () => next.Send(context));
        }
        catch (OperationCanceledException exception) when (execution.Interruption == Interruption.SoftTimeLimit
            && !execution.IsShuttingDown)
        {
            throw new SoftTimeLimitExceededException(
                execution.Name, execution.SoftTimeLimit.GetValueOrDefault(), exception);
        }
    }

    private ITimer? StartSoftLimit(TaskExecution execution)
    {
        if (execution.SoftTimeLimit is not { } limit)
            return null;

        return worker.Clock.CreateTimer(
            static state => ((TaskExecution)state!).Interrupt(Interruption.SoftTimeLimit),
            execution,
            limit,
            Timeout.InfiniteTimeSpan);
    }

    private async Task RunWithin(TaskExecution execution, Func<Task> run)
    {
        if (execution.TimeLimit is not { } limit)
        {
            await (startsAll ? pool.Start(run) : run());
            return;
        }

        // Away from this thread, so that even code that never yields does not hold it.
        var running = pool.Start(run);
        try
        {
            await running.WaitAsync(limit, worker.Clock);
        }
        catch (TimeoutException exception) when (!running.IsCompleted)
        {
            execution.Interrupt(Interruption.SoftTimeLimit);
            pool.GiveUp(execution, running, limit);
            throw new TimeLimitExceededException(execution.Name, limit, exception);
        }
    }
}

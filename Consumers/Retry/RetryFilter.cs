using MassTransit;

namespace Messaging.Consumers;

/// <summary>
/// Runs a failed task again, by its policy. The waiting happens here, without a slot: other tasks run meanwhile. The
/// filters inside see each attempt anew, so a task that expires or is revoked while it waits is not run again.
/// </summary>
internal sealed class RetryFilter<TTask>(WorkerServices worker) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var execution = context.GetPayload<TaskExecution>();
        while (true)
        {
            try
            {
                await next.Send(context);
                return;
            }
            catch (Exception exception) when (IsRetried(execution, exception))
            {
                await WaitForNextAttempt(execution, exception);
            }
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-retry");

    private static bool IsRetried(TaskExecution execution, Exception exception) =>
        execution.Attempt <= execution.MaxRetries
        && execution is { IsShuttingDown: false, Interruption: not Interruption.Revoked }
        && exception is not (TimeLimitExceededException or TaskPutBackException);

    private async Task WaitForNextAttempt(TaskExecution execution, Exception thrown)
    {
        var failure = execution.CauseOf(thrown);
        var delay = execution.Policy.Backoff.Draw(execution.Attempt - 1, Random.Shared);
        var now = worker.Clock.GetUtcNow();
        WorkerLog.Retrying(
            worker.Logger, execution.Name, execution.TaskId, execution.Attempt, delay, failure.Message);

        execution.Report.Ended();
        await worker.Events.Add(execution.Retrying(now, failure, now + delay), execution.Shutdown);
        execution.NextAttempt();

        using var watch = worker.Revocations.Watch(execution);
        try
        {
            await worker.Slots.UnlessStopping(
                token => Task.Delay(delay, worker.Clock, token), execution.CancellationToken);
        }
        catch (OperationCanceledException exception) when (exception is not TaskPutBackException
            && !execution.IsShuttingDown)
        {
            // Revoked while it waited: the next attempt is made at once, and finds that out by itself.
        }
    }
}

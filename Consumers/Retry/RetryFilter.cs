using System.Runtime.ExceptionServices;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Runs a failed task again, by its policy or its own wish.
/// <list type="number">
/// <item>A short delay is waited for here, without a slot: other tasks run meanwhile. The filters inside see each
/// attempt anew, so a task that expires or is revoked while it waits is not run again.</item>
/// <item>For a longer one the next attempt is handed to the scheduler. When the broker has confirmed that, the
/// lifecycle filter tells the end of this one, and then its message is settled: in this order, so that a worker that
/// dies in between runs the attempt again and loses nothing. Asked for twice, the next attempt is still one, since the
/// scheduler keeps one message of each task and attempt.</item>
/// <item>A worker that stops, or is not to read the queue any more, while the next attempt waits hands that over too:
/// its message knows nothing of the attempts that were made here, and they would all be made again.</item>
/// </list>
/// </summary>
internal sealed class RetryFilter<TTask>(WorkerServices worker) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    /// <summary>Less than a stop waits after a second signal.</summary>
    private static readonly TimeSpan LongestHandOver = TimeSpan.FromSeconds(2);

    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var execution = context.GetPayload<TaskExecution>();
        TaskRetrying? waiting = null;
        try
        {
            while (await TryRun(context, next, execution) is { } decision)
            {
                Tell(execution, decision);
                var now = worker.Clock.GetUtcNow();
                var retrying = execution.Retrying(now, decision.Reason, now + decision.Delay);
                if (decision.IsForAnyWorker || decision.Delay > worker.InProcessRetryLimit || IsAtMostOnce(execution))
                {
                    await HandOver(context, execution, decision, retrying);
                    return;
                }

                waiting = null;
                await EndAttempt(execution, decision, retrying);
                waiting = retrying;
                await WaitForNextAttempt(execution, decision.Delay);
            }
        }
        catch (OperationCanceledException exception) when (waiting is not null && IsPutBack(execution, exception))
        {
            await HandOverInstead(context, execution, waiting);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-retry");

    /// <summary>
    /// Of a message that is settled nothing is left if this worker dies while it waits. One that is not settled yet
    /// goes the same way: of a task that runs at most once, "retrying" always means that the scheduler has the next
    /// attempt (<see cref="TaskPast.IsOver"/>).
    /// </summary>
    private static bool IsAtMostOnce(TaskExecution execution) =>
        execution.Policy.Acknowledge == AcknowledgeMode.AtMostOnce;

    /// <summary>Makes an attempt; what follows from its failure, if another attempt does.</summary>
    private static async Task<RetryDecision?> TryRun(
        ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next, TaskExecution execution)
    {
        try
        {
            await next.Send(context);
            return null;
        }
        catch (Exception exception)
        {
            if (RetryDecision.Of(execution, exception) is { } decision)
                return decision;
            if (execution.CauseOf(exception) is TaskRetryException asked && !execution.IsShuttingDown)
                ExceptionDispatchInfo.Throw(RetryDecision.Final(execution, asked));

            throw;
        }
    }

    private void Tell(TaskExecution run, RetryDecision decision)
    {
        if (decision.IsForAnyWorker)
            OutcomeLog.Requeued(
                worker.Logger, run.Name, run.TaskId, run.Attempt, run.Queue, decision.Delay, decision.Reason.Message);
        else if (decision.IsSnooze)
            WorkerLog.Snoozed(worker.Logger, run.Name, run.TaskId, run.Attempt, decision.Delay);
        else
            WorkerLog.Retrying(
                worker.Logger, run.Name, run.TaskId, run.Attempt, decision.Delay, decision.Reason.Message);
    }

    private async Task HandOver(
        ConsumeContext<TTask> context, TaskExecution execution, RetryDecision decision, TaskRetrying retrying)
    {
        var snoozes = execution.Snoozes + (decision.IsSnooze ? 1 : 0);
        await Postpone(context, execution, execution.Attempt + 1, snoozes, retrying, execution.Shutdown);
        execution.Postponed = retrying;
        if (execution.Observation is { } observed)
            await observed.Retrying(retrying, decision.Reason);
    }

    /// <summary>Of an attempt that has not begun, and whose message the broker still takes for ours.</summary>
    private static bool IsPutBack(TaskExecution execution, OperationCanceledException exception) =>
        (exception is TaskPutBackException || execution.IsShuttingDown)
        && execution.StartedAt is null
        && !execution.Shutdown.IsCancellationRequested;

    /// <summary>
    /// The next attempt has its number already. If it cannot be handed over in time, the message goes back.
    /// </summary>
    private async Task HandOverInstead(ConsumeContext<TTask> context, TaskExecution execution, TaskRetrying retrying)
    {
        using var deadline = new CancellationTokenSource(LongestHandOver, worker.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, execution.Shutdown);
        try
        {
            await Postpone(context, execution, execution.Attempt, execution.Snoozes, retrying, either.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new TaskPutBackException(exception);
        }

        WorkerLog.RetryHandedOver(worker.Logger, execution.Name, execution.TaskId, execution.Attempt);
        execution.Postponed = retrying;
    }

    private Task Postpone(
        ConsumeContext<TTask> context,
        TaskExecution execution,
        int attempt,
        int snoozes,
        TaskRetrying retrying,
        CancellationToken cancellationToken) => worker.Postponement.Postpone(
        new PostponedTask
        {
            Context = context,
            Message = context.Message,
            TaskId = execution.TaskId,
            Name = execution.Name,
            Queue = execution.Queue,
            Attempt = attempt,
            Snoozes = snoozes,
            Due = retrying.NextAttemptAt,
        },
        cancellationToken);

    private async Task EndAttempt(TaskExecution execution, RetryDecision decision, TaskRetrying retrying)
    {
        execution.Report.Ended();
        if (execution.Observation is { } observed)
            await observed.Retrying(retrying, decision.Reason);
        await worker.Events.Add(retrying, execution.Shutdown);
        execution.NextAttempt(decision.IsSnooze);
        execution.HeldUntil = retrying.NextAttemptAt;
    }

    private async Task WaitForNextAttempt(TaskExecution execution, TimeSpan delay)
    {
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

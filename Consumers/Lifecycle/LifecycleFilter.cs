using System.Diagnostics;
using System.Runtime.ExceptionServices;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// The outermost filter: follows one delivery of a task from receipt to settlement.
/// <list type="number">
/// <item>The receipt is told to the trackers. If the worker dies from here on, the broker delivers the task
/// again.</item>
/// <item>The inner filters and the consumer run. A worker that stops and waits no longer ends here: the message goes
/// back to its queue and nothing more is told.</item>
/// <item>The end is told, and this waits until the broker has confirmed it. If the worker dies before that, the task
/// runs again; if it dies after, the message is delivered again too, and the tracker sees the same end twice.</item>
/// <item>An attempt whose next one is with the scheduler is no end: it is told and settled in the same order, and
/// nobody is replied to yet.</item>
/// <item>Only then is the message settled: acknowledged, or moved to the error queue by the exception thrown
/// here.</item>
/// </list>
/// </summary>
internal sealed class LifecycleFilter<TTask>(TaskRegistration registration, WorkerServices worker)
    : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(1);

    private readonly LimitsOfTask limits = worker.Limits.Of(registration);

    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var started = Stopwatch.GetTimestamp();
        using var execution = new TaskExecution(
            context,
            registration.Name,
            WorkerServices.QueueOf(context),
            worker.Name,
            registration.Policy,
            worker.Clock);
        context.AddOrUpdatePayload(() => execution, _ => execution);
        using var held = worker.Tasks.Hold(execution);

        if (!limits.MayHold)
            await Receipt.Tell(context, execution, worker.Events);
        var failure = await Run(context, next, execution);

        worker.Tasks.Ended(execution, failure);
        execution.Report.Ended();
        if (execution.IsOver)
        {
            await context.NotifyConsumed(context, Stopwatch.GetElapsedTime(started), registration.Name);
            return;
        }

        // What cannot be put back is told, however little time is left.
        var token = execution.Detachment is { IsSettled: true } detached ? detached.GivenUp : context.CancellationToken;
        if (execution.Postponed is { } retrying)
        {
            await worker.Events.AddConfirmed(retrying, token);
            execution.Detachment?.IsEndTold = true;
            await context.NotifyConsumed(context, Stopwatch.GetElapsedTime(started), registration.Name);
            return;
        }

        var ended = execution.Ended(worker.Clock.GetUtcNow(), failure);
        if (execution.Observation is { } observed)
            await observed.Ended(ended, failure);
        // Of an ignored task it is all that is said of its end.
        if (execution is { Dropped: TaskState.Ignored, LastState: { } state })
            await worker.Events.AddConfirmed(state, token);

        var confirmed = worker.Events.AddConfirmed(ended, token);
        if (context.RequestId is not null)
            await ReplyToCaller(context, ended, failure, Stopwatch.GetElapsedTime(started));
        await confirmed;
        execution.Detachment?.IsEndTold = true;

        if (failure is not null)
            Throw(failure);

        if (execution.Dropped != TaskState.Unknown)
        {
            // Otherwise the transport would take the message for one that nobody wanted and dead-letter it.
            await context.NotifyConsumed(context, Stopwatch.GetElapsedTime(started), registration.Name);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-lifecycle");

    private async Task<Exception?> Run(
        ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next, TaskExecution execution)
    {
        try
        {
            if (worker.Gate.IsAnyClosed)
                await worker.Gate.Pass(execution, worker.Slots, worker.Clock);
            await next.Send(new TaskConsumeContext<TTask>(context, execution));
            return null;
        }
        catch (TaskPutBackException)
        {
            await TellPutBack(execution);
            throw;
        }
        catch (Exception exception) when (execution is { IsShuttingDown: true, IsSettled: false })
        {
            // Whatever it threw, it threw because it was broken off. The message goes back and the task runs again.
            await TellPutBack(execution);
            throw new TaskPutBackException(exception);
        }
        catch (Exception) when (execution.Interruption == Interruption.Revoked)
        {
            execution.Dropped = TaskState.Revoked;
            return null;
        }
        catch (TaskIgnoredException)
        {
            execution.Dropped = TaskState.Ignored;
            return null;
        }
        catch (TaskRejectedException exception)
        {
            OutcomeLog.Rejected(
                worker.Logger, execution.Name, execution.TaskId, execution.Attempt, exception.Message);
            return exception;
        }
        catch (Exception exception)
        {
            var cause = execution.CauseOf(exception);
            LogFailure(execution, cause);
            return cause;
        }
    }

    /// <summary>
    /// A run that was put back does not count as one that its worker did not survive, if there is time to say so. The
    /// message goes back when this returns: where whoever gets it asks for the run's end, that is waited for.
    /// </summary>
    private async Task TellPutBack(TaskExecution execution)
    {
        WorkerLog.PutBack(worker.Logger, execution.Name, execution.TaskId, execution.Queue);
        execution.Report.Ended();
        if (execution.StartedAt is null)
            return;

        using var shortly = new CancellationTokenSource(LongestFarewell);
        try
        {
            var told = execution.PutBack(worker.Clock.GetUtcNow());
            if (execution.ConfirmsStart)
                await worker.Events.AddConfirmed(told, shortly.Token);
            else
                await worker.Events.Add(told, shortly.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            WorkerLog.PutBackNotTold(worker.Logger, execution.Name, execution.TaskId);
        }
    }

    private void LogFailure(TaskExecution run, Exception cause)
    {
        if (run.Policy.Expected.Contains(cause))
        {
            WorkerLog.TaskFailedAsExpected(
                worker.Logger, run.Name, run.TaskId, run.Attempt, $"{ExecutionEvents.TypeOf(cause)}: {cause.Message}");
        }
        else
        {
            WorkerLog.TaskFailed(worker.Logger, cause, run.Name, run.TaskId, run.Attempt);
        }
    }

    /// <summary>A caller that does not know our reply, only MassTransit, gets MassTransit's own fault.</summary>
    private async Task ReplyToCaller(
        ConsumeContext<TTask> context, TaskRunEvent ended, Exception? failure, TimeSpan duration)
    {
        if (context.ResponseAddress is null)
            return;

        try
        {
            if (context.IsResponseAccepted<TaskReply>())
                await context.RespondAsync(ended.Reply());
            else if (failure is not null)
                await context.NotifyFaulted(context, duration, registration.Name, failure);
        }
        catch (Exception exception) when (exception is not OperationCanceledException
            || !context.CancellationToken.IsCancellationRequested)
        {
            // A cancellation too: of the send, which has its own deadlines. It must not run the task again.
            WorkerLog.ReplyNotSent(worker.Logger, exception, registration.Name, ended.TaskId, context.ResponseAddress);
        }
    }

    /// <summary>
    /// The transport takes a cancellation, an aggregate of one among them, for a wish to have the message back, which
    /// would run it again.
    /// </summary>
    private static void Throw(Exception failure)
    {
        if (failure.GetBaseException() is OperationCanceledException)
            throw new TaskCancelledItselfException(failure);

        ExceptionDispatchInfo.Throw(failure);
    }
}

using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Looks at messages that were delivered before. Most were only held in advance by a worker that is gone; some were being
/// run.
/// <list type="number">
/// <item>The start of such a task is confirmed before it is run, so that each start is known that a worker did not
/// survive.</item>
/// <item>A task that is not to run twice is run only when the trackers have said that no worker has started it. They are
/// asked until they answer. The scheduler too may send a message twice, so what comes from it is looked at likewise, if
/// the task is to run at most once.</item>
/// <item>Any other is run again, until the broker has delivered it as often as its policy allows. From then on the
/// trackers are asked how often it was started without an end, and it is given up if that is as often. If they do not
/// answer, it is run.</item>
/// <item>Whatever follows from an answer is told of the highest attempt that was started from this message, and run as
/// that. Told of a lower one it would be taken for old news.</item>
/// </list>
/// </summary>
internal sealed class RedeliveryFilter<TTask>(TaskRegistration registration, WorkerServices worker)
    : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    private readonly bool isAtMostOnce = registration.Policy.Acknowledge == AcknowledgeMode.AtMostOnce;

    public Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next) =>
        context.ReceiveContext.Redelivered || (isAtMostOnce && IsFromScheduler(context))
            ? SendAgain(context, next)
            : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-redelivery");

    private static bool IsFromScheduler(ConsumeContext<TTask> context) =>
        (context.Headers.Get<string>(MessageHeaders.SchedulingTokenId) ?? context.Headers.Get<string>(TaskHeaders.Replays))
            is not null;

    private async Task SendAgain(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var execution = context.GetPayload<TaskExecution>();
        execution.ConfirmsStart = true;
        if (execution.FailsIfLost)
            await CheckThatNobodyStarted(execution);
        else if (worker.Past.DeliveriesBefore(context.ReceiveContext) is not { } before
            || before >= execution.Policy.MaxDeliveries)
            await CheckThatItIsNoPoison(execution);

        if (!execution.IsOver)
            await next.Send(context);
    }

    private async Task CheckThatNobodyStarted(TaskExecution execution)
    {
        TaskPast? past;
        for (var isTold = false; (past = await Ask(execution)) is null; isTold = true)
        {
            if (!isTold)
                WorkerLog.PastUnknownAndAskedFor(worker.Logger, execution.Name, execution.TaskId);
        }

        execution.IsOver = past.IsOver;
        execution.Resume(past.Furthest, execution.Snoozes);
        if (!past.IsOver && past.WhyNotAgain(execution.Name) is { } reason)
            throw reason;
    }

    private async Task CheckThatItIsNoPoison(TaskExecution execution)
    {
        if (await Ask(execution) is not { } past)
        {
            WorkerLog.PastUnknown(worker.Logger, execution.Name, execution.TaskId);
            return;
        }

        execution.IsOver = past.HasSucceeded;
        execution.Resume(past.Furthest, execution.Snoozes);
        if (!past.HasSucceeded && past.LastLost is { } run
            && past.LostStarts >= Math.Min(execution.Policy.MaxDeliveries, TaskPast.MostCounted))
        {
            throw new PoisonMessageException(execution.Name, past.LostStarts, run.Worker);
        }
    }

    private async Task<TaskPast?> Ask(TaskExecution execution)
    {
        TaskPast? past = null;
        await worker.Slots.UnlessStopping(
            async token =>
            {
                if (await worker.Past.Ask(execution, token) is { } status)
                    past = new TaskPast(status, execution);
            },
            execution.Shutdown);
        return past;
    }
}

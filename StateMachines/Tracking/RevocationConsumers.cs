using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Takes revocations: remembered first, then carried out on what waits in the scheduler, then told to the workers.
/// </summary>
internal sealed class RevocationConsumer(
    TaskTracker tracker, ScheduledRevocations scheduled, RevocationNotice notice) : IConsumer<RevokeTask>
{
    public async Task Consume(ConsumeContext<RevokeTask> context)
    {
        await tracker.Track([TrackedEvents.Of(context, context.Message)], context.CancellationToken);
        await scheduled.CallOff(context.Message, context);
        await notice.Publish(context.Message, context.CancellationToken);
    }
}

/// <summary>Takes revocations of many tasks, each as one of a single task.</summary>
internal sealed class ManyRevocationsConsumer(
    TaskTracker tracker, ScheduledRevocations scheduled, RevocationNotice notice) : IConsumer<RevokeTasks>
{
    public async Task Consume(ConsumeContext<RevokeTasks> context)
    {
        var many = context.Message;
        var revocations = (many.TaskIds ?? []).Distinct().Select(taskId => new RevokeTask
        {
            TaskId = taskId, Mode = many.Mode, Time = many.Time, Reason = many.Reason,
        }).ToArray();
        if (revocations.Length == 0)
            return;

        await tracker.Track(
            Array.ConvertAll(revocations, revocation => TrackedEvents.Of(context, revocation)),
            context.CancellationToken);
        await Task.WhenAll(Array.ConvertAll(revocations, revocation => scheduled.CallOff(revocation, context)));
        await notice.Publish(many, context.CancellationToken);
    }
}

/// <summary>
/// Takes rules of revocation: kept first, then carried out on what waits in the scheduler, then told to the workers.
/// </summary>
internal sealed class RuleConsumer(RuleKeeper rules, RevocationNotice notice) : IConsumer<RevocationRule>
{
    public async Task Consume(ConsumeContext<RevocationRule> context)
    {
        await rules.Keep(context.Message, context);
        await notice.Publish(context.Message, context.CancellationToken);
    }
}

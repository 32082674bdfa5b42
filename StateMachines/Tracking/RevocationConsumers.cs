using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

// Each tells the workers when the revocation is in the store. Whoever made it has told those that were connected; one that
// connected later and asked before it was in the store, and all if its maker died before it told them, hear of it so.

/// <summary>Takes revocations: remembered first, then carried out on what waits in the scheduler.</summary>
internal sealed class RevocationConsumer(TaskTracker tracker, ScheduledRevocations scheduled) : IConsumer<RevokeTask>
{
    public async Task Consume(ConsumeContext<RevokeTask> context)
    {
        await tracker.Track([TrackedEvents.Of(context, context.Message)], context.CancellationToken);
        await scheduled.CallOff(context.Message, context);
        await context.Publish(context.Message, context.CancellationToken);
    }
}

/// <summary>Takes revocations of many tasks, each as one of a single task.</summary>
internal sealed class ManyRevocationsConsumer(TaskTracker tracker, ScheduledRevocations scheduled)
    : IConsumer<RevokeTasks>
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
        await context.Publish(many, context.CancellationToken);
    }
}

/// <summary>Takes rules of revocation: kept first, then carried out on what waits in the scheduler.</summary>
internal sealed class RuleConsumer(RuleKeeper rules) : IConsumer<RevocationRule>
{
    public async Task Consume(ConsumeContext<RevocationRule> context)
    {
        await rules.Keep(context.Message, context);
        await context.Publish(context.Message, context.CancellationToken);
    }
}

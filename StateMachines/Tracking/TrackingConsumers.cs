using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Takes batches of lifecycle events.</summary>
internal sealed class TaskEventsConsumer(TaskTracker tracker, PayloadLimit payloads) : IConsumer<TaskEvents>
{
    public Task Consume(ConsumeContext<TaskEvents> context)
    {
        // What a sender in another language wrote as null has no events.
        var events = context.Message.Events ?? [];
        var tracked = new TrackedEvent[events.Count];
        for (var index = 0; index < tracked.Length; index++)
            tracked[index] = TrackedEvents.Of(context, payloads.Cut(events[index]));

        return tracker.Track(tracked, context.CancellationToken);
    }
}

/// <summary>Takes revocations.</summary>
internal sealed class RevocationConsumer(TaskTracker tracker) : IConsumer<RevokeTask>
{
    public Task Consume(ConsumeContext<RevokeTask> context) =>
        tracker.Track([TrackedEvents.Of(context)], context.CancellationToken);
}

/// <summary>
/// Takes those who wait for a task's end. One that has ended already is answered from the store; others are written
/// into the saga and answered by the tracker that commits the end.
/// </summary>
internal sealed class WaitForTaskConsumer(ITaskStore store, TaskTracker tracker) : IConsumer<WaitForTask>
{
    public async Task Consume(ConsumeContext<WaitForTask> context)
    {
        if (await Ended(context.Message.TaskId, context.CancellationToken) is { } saga)
            await context.RespondAsync(TaskStatusOf.Saga(saga));
        else
            await tracker.Track([TrackedEvents.Of(context)], context.CancellationToken);
    }

    private async Task<TaskSaga?> Ended(Guid taskId, CancellationToken cancellationToken)
    {
        try
        {
            var found = await store.Load([taskId], cancellationToken);
            return found.FirstOrDefault(saga => TaskVerdict.IsFinal(TaskVerdict.StateOf(saga)));
        }
        catch (TaskStoreUnavailableException)
        {
            // The tracker waits for the store, and says so.
            return null;
        }
    }
}

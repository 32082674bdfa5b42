using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Takes batches of lifecycle events.</summary>
internal sealed class TaskEventsConsumer(TaskTracker tracker, PayloadLimit payloads, DeadLetterQueues deadLetters)
    : IConsumer<TaskEvents>
{
    public async Task Consume(ConsumeContext<TaskEvents> context)
    {
        // What a sender in another language wrote as null has no events.
        var events = context.Message.Events ?? [];
        var tracked = new TrackedEvent[events.Count];
        for (var index = 0; index < tracked.Length; index++)
            tracked[index] = TrackedEvents.Of(context, payloads.Cut(events[index]));

        await tracker.Track(tracked, context.CancellationToken);
        await deadLetters.Note(events, context.CancellationToken);
    }
}

/// <summary>
/// Takes those who wait for a task's end; one that has ended already is answered at once by the tracker. Thousands may
/// come at once, when clients connect again, so they go through the tracker's batches and not to the store one by one.
/// </summary>
internal sealed class WaitForTaskConsumer(TaskTracker tracker) : IConsumer<WaitForTask>
{
    public Task Consume(ConsumeContext<WaitForTask> context) =>
        tracker.Track([TrackedEvents.Of(context)], context.CancellationToken);
}

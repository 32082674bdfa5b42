using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Calls tasks off that wait for their time. No worker will ever see them, so the tracker itself says that they are
/// revoked.
/// <list type="number">
/// <item>The revocation is committed in the saga before this begins, and its message is settled after it ends.</item>
/// <item>The task's messages are claimed. One that is being sent at that moment is not got: it goes to a worker, which
/// knows the revocation.</item>
/// <item><c>TaskRevoked</c> is committed for those that were got, and then they are deleted. Who dies in between has
/// put them back by that, and whoever gets the revocation next does it again: the event is the same each time.</item>
/// </list>
/// </summary>
internal sealed class ScheduledRevocations
{
    /// <summary>Named as the worker of a run that was called off before any worker had it.</summary>
    public const string Worker = "messaging-scheduler";

    private const int MostAtOnce = 1_000;

    private readonly IScheduledMessageStore store;
    private readonly StoreAvailability availability;
    private readonly TaskTracker tracker;
    private readonly TimeProvider clock;
    private readonly BatchLane<(RevokeTask Revocation, ConsumeContext Context)> lane;

    public ScheduledRevocations(
        IScheduledMessageStore store, StoreAvailability availability, TaskTracker tracker, TimeProvider clock)
    {
        this.store = store;
        this.availability = availability;
        this.tracker = tracker;
        this.clock = clock;
        lane = new BatchLane<(RevokeTask Revocation, ConsumeContext Context)>(Commit, MostAtOnce);
    }

    /// <summary>Done when nothing of the task waits any more, and the trackers' store says so.</summary>
    /// <param name="revocation">A revocation that is committed.</param>
    /// <param name="context">The message that it came with.</param>
    public Task CallOff(RevokeTask revocation, ConsumeContext context) =>
        lane.Add((revocation, context), context.CancellationToken);

    private async Task Commit(
        IReadOnlyList<(RevokeTask Revocation, ConsumeContext Context)> requests, CancellationToken cancellationToken)
    {
        var byTask = requests.ToLookup(request => request.Revocation.TaskId);
        var taskIds = byTask.Select(task => task.Key).ToArray();

        // All of it again when the store is lost in the middle: the claim is lost with it.
        await availability.Use(
            async token =>
            {
                await using var claim = await store.Claim(taskIds, token);
                if (claim.Messages.Count == 0)
                    return;

                await tracker.Track(
                    [.. claim.Messages.Select(message => Revoked(message, byTask[message.Token].First()))], token);
                await claim.Complete(
                    claim.Messages, new Dictionary<ScheduledMessage, DateTimeOffset>(), clock.GetUtcNow(), token);
            },
            cancellationToken);
    }

    private static TrackedEvent Revoked(
        ScheduledMessage message, (RevokeTask Revocation, ConsumeContext Context) request) =>
        Revoked(message, request.Revocation, request.Context);

    /// <summary>What is told of a message that is called off.</summary>
    public static TrackedEvent Revoked(
        ScheduledMessage message, RevokeTask revocation, ConsumeContext context) => TrackedEvents.Of(
        context,
        new TaskRevoked
        {
            TaskId = message.Token,
            Time = revocation.Time,
            Attempt = message.Attempt,
            Worker = Worker,
            ReceivedAt = revocation.Time,
            Name = message.Name ?? "",
            Queue = message.Queue,
            Reason = revocation.Reason,
        });
}

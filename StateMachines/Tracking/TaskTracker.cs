using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Brings events into the store. It works in lanes, each with a transaction of its own under way; a task belongs to the
/// lane that its id says, so that two lanes never write the same row.
/// </summary>
internal sealed class TaskTracker
{
    private readonly TrackerLane[] lanes;

    /// <summary>
    /// One is prepared while the other is written. More would make the transactions smaller, and PostgreSQL no faster.
    /// </summary>
    public const int DefaultLanes = 2;

    public TaskTracker(
        ITaskStore store,
        TaskStateMachine machine,
        WaiterReplies replies,
        TimeProvider clock,
        ILogger<TaskTracker> logger,
        int lanes,
        StatePublisher? publisher = null)
    {
        var availability = new StoreAvailability(
            clock, reason => TrackerLog.StoreIsAway(logger, reason), () => TrackerLog.StoreIsBack(logger));
        this.lanes = [.. Enumerable.Range(0, lanes).Select(
            _ => new TrackerLane(new BatchCommit(store, availability, machine, replies, publisher), clock))];
    }

    /// <summary>
    /// Applies events. Done when they are committed, those who waited are answered and what is to be published is.
    /// </summary>
    public Task Track(IReadOnlyList<TrackedEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 1)
            return lanes[LaneOf(events[0])].Track(events, cancellationToken);

        var shares = new List<TrackedEvent>?[lanes.Length];
        foreach (var tracked in events)
            (shares[LaneOf(tracked)] ??= new List<TrackedEvent>(events.Count)).Add(tracked);

        var commits = new List<Task>(lanes.Length);
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            if (shares[lane] is { } share)
                commits.Add(lanes[lane].Track(share, cancellationToken));
        }

        return Task.WhenAll(commits);
    }

    private int LaneOf(TrackedEvent tracked) => (int)((uint)tracked.TaskId.GetHashCode() % (uint)lanes.Length);
}

using Messaging.Contracts;
using Messaging.Testing;

namespace Messaging.StateMachines.Tests;

/// <summary>A tracker with all that it talks to.</summary>
internal sealed class TrackerUnderTest
{
    private readonly TaskTracker tracker;

    public TrackerUnderTest(InterceptedStore? store = null, TimeProvider? clock = null, params TaskState[] published)
        : this(lanes: 1, store, clock, published)
    {
    }

    public TrackerUnderTest(int lanes, InterceptedStore? store, TimeProvider? clock, params TaskState[] published)
    {
        Store = store ?? new InterceptedStore();
        clock ??= Clock;
        tracker = new TaskTracker(
            Store, Sagas.Machine, new WaiterReplies(Answers, clock, Log), clock, Log, lanes,
            new StatePublisher(Published, new PublishedStates(published), clock, Log));
    }

    public InterceptedStore Store { get; }

    public ManualClock Clock { get; } = new();

    public RecordedAnswers Answers { get; } = new();

    public RecordedPublications Published { get; } = new();

    public RecordedLog Log { get; } = new();

    /// <summary>Hands events in, as a consumer does.</summary>
    public Task Track(params object[] events) =>
        Track(default(CancellationToken), [.. events.Select(Consumed.Event)]);

    public Task Track(CancellationToken cancellationToken, params TrackedEvent[] events) =>
        tracker.Track(events, cancellationToken).WaitAsync(Eventually.Deadline, CancellationToken.None);

    /// <summary>A worker is lost.</summary>
    public Task Lose(string worker, double since) =>
        new LostTasks(Store, tracker, Clock).Lost(
            new WorkerLoss { Id = 1, Worker = worker, Since = Told.At(since) }, CancellationToken.None);

    /// <summary>What came to light after its worker's loss is looked for, with a minute of patience.</summary>
    public Task LookForLost(params WorkerStatus[] workers) =>
        new LostTasks(Store, tracker, Clock).LookAgain(workers, TimeSpan.FromMinutes(1), CancellationToken.None);

    /// <summary>Somebody waits for the task of <see cref="Told"/>.</summary>
    public Task Wait(Guid requestId, double until, string address = "queue:replies") =>
        Track(default(CancellationToken), Consumed.Wait(Told.TaskId, requestId, new Uri(address), Told.At(until)));
}

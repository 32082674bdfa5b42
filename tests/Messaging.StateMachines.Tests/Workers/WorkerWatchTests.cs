using Messaging.Contracts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.StateMachines.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WorkerWatchTests
{
    private readonly ManualClock clock = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Losses losses = new();
    private FailingWorkerStore store = null!;
    private WorkerWatch watch = null!;
    private Task running = null!;

    [SetUp]
    public void Start()
    {
        store = new FailingWorkerStore(new InMemoryWorkerStore(clock));
        watch = new WorkerWatch(
            store, [losses], new WorkerTimes(), clock, NullLogger<WorkerWatch>.Instance);
        running = watch.Run(stop.Token);
    }

    [TearDown]
    public async Task Stop()
    {
        await stop.CancelAsync();
        await running.WaitAsync(Testing.Eventually.Deadline);
        stop.Dispose();
    }

    [Test]
    public async Task A_worker_is_lost_after_two_missed_heartbeats_and_three_seconds()
    {
        watch.Heard(Heartbeat());
        await Seconds(8);
        Assert.That((await store.List(default)).Single().State, Is.EqualTo(WorkerState.Online));

        await Seconds(2);

        Assert.That((await store.List(default)).Single().State, Is.EqualTo(WorkerState.Lost));
    }

    [Test]
    public async Task A_loss_that_cannot_be_dealt_with_is_tried_again()
    {
        losses.Failures = 2;
        watch.Heard(Heartbeat());

        await Seconds(14);

        Assert.That(losses.Calls, Is.EqualTo(3));
        Assert.That(await store.ListLosses(default), Is.Empty);
    }

    [Test]
    public async Task Losses_are_dealt_with_after_a_failure_of_any_kind()
    {
        store.FailuresToList = 2;
        watch.Heard(Heartbeat());

        await Seconds(14);

        Assert.That((store.FailuresToList, losses.Calls), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task What_could_not_be_saved_is_saved_later_though_nothing_more_is_heard()
    {
        store.Failures = 2;
        watch.Heard(Heartbeat() with { State = WorkerState.Stopped });

        await Seconds(4, areTrackersHeard: false);

        Assert.That((await store.List(default)).Single().State, Is.EqualTo(WorkerState.Stopped));
    }

    [Test]
    public async Task What_came_in_while_something_could_not_be_saved_goes_before_it()
    {
        var first = Heartbeat();
        store.Failures = 1;
        store.BeforeFailure = () => watch.Heard(first with { Sequence = 2, InFlight = 7 });
        watch.Heard(first);

        await Seconds(4, areTrackersHeard: false);

        var saved = (await store.List(default)).Single().Heartbeat;
        Assert.That((saved.Sequence, saved.InFlight), Is.EqualTo((2, 7)));
    }

    [Test]
    public async Task Nobody_is_lost_while_trackers_are_not_heard_either()
    {
        watch.Heard(Heartbeat());
        await Seconds(60, areTrackersHeard: false);

        Assert.That((await store.List(default)).Single().State, Is.EqualTo(WorkerState.Online));
        Assert.That(losses.Calls, Is.Zero);
    }

    [Test]
    public async Task Losses_are_looked_for_again_once_a_minute_when_all_have_had_time_to_be_heard()
    {
        await Seconds(88);
        Assert.That(losses.Looks, Is.Zero);
        await Seconds(5);
        Assert.That(losses.Looks, Is.EqualTo(1));
        await Seconds(60);
        Assert.That(losses.Looks, Is.EqualTo(2));

        await Seconds(80, areTrackersHeard: false);
        await Seconds(80);
        Assert.That(losses.Looks, Is.EqualTo(2), "after a silence all have their time again");
        await Seconds(15);
        Assert.That(losses.Looks, Is.EqualTo(3));
    }

    private static WorkerHeartbeat Heartbeat() => new()
    {
        Worker = "a",
        Instance = Guid.NewGuid(),
        Sequence = 1,
        Interval = TimeSpan.FromSeconds(2),
        Host = "host",
        ProcessId = 1,
        Queues = [],
        Pool = "Async",
        Concurrency = 1,
        StartedAt = Told.At(0),
    };

    /// <summary>Two loops wait for each second.</summary>
    private async Task Seconds(int count, bool areTrackersHeard = true)
    {
        for (var second = 0; second < count; second++)
        {
            await clock.NextWait();
            await clock.NextWait();
            if (areTrackersHeard)
                watch.Heard();
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        // What the last second has brought is done when both wait again, for the next call or for the end.
        await Testing.Eventually.Get(() => Task.FromResult(clock.Waiting), waiting => waiting == 2);
    }

    private sealed class Losses : IWorkerLoss
    {
        public int Failures { get; set; }

        public int Calls { get; private set; }

        public int Looks { get; private set; }

        public Task Lost(WorkerLoss loss, CancellationToken cancellationToken) =>
            ++Calls <= Failures ? throw new InvalidDataException("not now") : Task.CompletedTask;

        public Task LookAgain(
            IReadOnlyList<WorkerStatus> workers, TimeSpan age, CancellationToken cancellationToken)
        {
            Looks++;
            return Task.CompletedTask;
        }
    }
}

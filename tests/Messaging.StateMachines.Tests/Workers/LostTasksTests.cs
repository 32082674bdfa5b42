using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

public sealed class LostTasksTests
{
    private TrackerUnderTest tracker = null!;

    [SetUp]
    public void Start() => tracker = new TrackerUnderTest();

    [Test]
    public async Task A_task_that_does_not_run_twice_fails_with_its_worker()
    {
        await tracker.Track(Told.Submitted(), Told.Run(1, at: 1).Started() with { FailsIfLost = true });

        await tracker.Lose("w1", since: 5);

        var saga = await tracker.Store.Get(Told.TaskId);
        Assert.That((saga.CurrentState, saga.Error?.Type), Is.EqualTo(("Failed", TaskErrorTypes.WorkerLost)));
        Assert.That(saga.Error?.Message, Does.Contain("'w1'").And.Contain("2026-03-01T12:00:05"));
        Assert.That(saga.Attempts.Select(run => run.Worker), Is.EquivalentTo(new[] { "w1", LostTasks.Worker }));

        await tracker.Lose("w1", since: 5);
        Assert.That((await tracker.Store.Get(Told.TaskId)).Attempts, Has.Count.EqualTo(2), "once is enough");
    }

    [Test]
    public async Task A_task_that_runs_again_is_left_alone()
    {
        await tracker.Track(Told.Submitted(), Told.Run(1, at: 1).Started());

        await tracker.Lose("w1", since: 5);

        Assert.That((await tracker.Store.Get(Told.TaskId)).CurrentState, Is.EqualTo("Started"));
    }

    [Test]
    public async Task So_are_tasks_of_other_workers_and_those_that_were_put_back()
    {
        var other = Guid.CreateVersion7();
        await tracker.Track(
            Told.Run(1, at: 1, "w2").Started() with { FailsIfLost = true },
            Told.Run(1, at: 1, "w1", other).Started() with { FailsIfLost = true },
            Told.Run(1, at: 1, "w1", other).PutBack(Told.At(2)));

        await tracker.Lose("w1", since: 5);

        Assert.That((await tracker.Store.Get(Told.TaskId)).CurrentState, Is.EqualTo("Started"));
        Assert.That((await tracker.Store.Get(other)).CurrentState, Is.EqualTo("Started"));
    }

    [Test]
    public async Task A_worker_that_was_only_cut_off_knows_of_success()
    {
        var run = Told.Run(1, at: 1);
        await tracker.Track(Told.Submitted(), run.Started() with { FailsIfLost = true });
        await tracker.Lose("w1", since: 5);

        await tracker.Track(run.Succeeded(9, "3"));

        var saga = await tracker.Store.Get(Told.TaskId);
        Assert.That((saga.CurrentState, saga.Result, saga.Worker), Is.EqualTo(("Succeeded", "3", "w1")));
    }

    [Test]
    public async Task So_does_the_attempt_after_the_one_that_was_taken_for_lost()
    {
        var run = Told.Run(1, at: 1);
        await tracker.Track(Told.Submitted(), run.Started() with { FailsIfLost = true });
        await tracker.Lose("w1", since: 5);

        await tracker.Track(run.Ended(9, TaskState.Retrying), Told.Run(2, at: 10).Ended(11, TaskState.Failed));

        var saga = await tracker.Store.Get(Told.TaskId);
        Assert.That((saga.CurrentState, saga.Attempt), Is.EqualTo(("Failed", 2)));
        Assert.That(saga.Error?.Type, Is.Not.EqualTo(TaskErrorTypes.WorkerLost));
    }

    [TestCase(null, 0, 0)]
    [TestCase(WorkerState.Lost, 0, 0)]
    [TestCase(WorkerState.Stopped, 0, 0)]
    [TestCase(WorkerState.Online, 2, 0, TestName = "A start that is told late, of a worker that began anew")]
    public async Task A_start_that_is_told_after_the_loss_fails_too(WorkerState? state, double started, double since)
    {
        tracker.Clock.Advance(TimeSpan.FromSeconds(62));
        await tracker.Track(Told.Submitted(), Told.Run(1, at: 1).Started() with { FailsIfLost = true });

        await tracker.LookForLost(state is { } known ? [Worker(known, started, since)] : []);

        var saga = await tracker.Store.Get(Told.TaskId);
        Assert.That((saga.CurrentState, saga.Error?.Type), Is.EqualTo(("Failed", TaskErrorTypes.WorkerLost)));
    }

    [TestCase(null, 0, 0, 50)]
    [TestCase(WorkerState.Lost, 0, 10, 62)]
    [TestCase(WorkerState.Stopped, 0, 10, 62)]
    [TestCase(WorkerState.Online, 0, 0, 900)]
    [TestCase(WorkerState.Stopping, 0, 0, 900)]
    public async Task One_whose_worker_lives_or_may_yet_be_heard_of_does_not(
        WorkerState? state, double started, double since, double now)
    {
        tracker.Clock.Advance(TimeSpan.FromSeconds(now));
        await tracker.Track(Told.Submitted(), Told.Run(1, at: 1).Started() with { FailsIfLost = true });

        await tracker.LookForLost(state is { } known ? [Worker(known, started, since)] : []);

        Assert.That((await tracker.Store.Get(Told.TaskId)).CurrentState, Is.EqualTo("Started"));
    }

    [Test]
    public async Task More_tasks_than_a_page_holds_all_fail()
    {
        // Lanes pause after large batches.
        tracker = new TrackerUnderTest(clock: TimeProvider.System);
        var tasks = Enumerable.Range(0, 1_203).Select(_ => Guid.CreateVersion7()).ToArray();
        await tracker.Track(
            [.. tasks.Select(task => Told.Run(1, at: 1, "w1", task).Started() with { FailsIfLost = true })]);

        await tracker.Lose("w1", since: 5);

        var sagas = await tracker.Store.Load(tasks, default);
        Assert.That(sagas.Select(saga => saga.CurrentState), Is.All.EqualTo("Failed"));
    }

    private static WorkerStatus Worker(WorkerState state, double started, double since) => new()
    {
        State = state,
        Since = Told.At(since),
        SeenAt = Told.At(since),
        Heartbeat = new WorkerHeartbeat
        {
            Worker = "w1",
            Instance = Guid.NewGuid(),
            Sequence = 1,
            Interval = TimeSpan.FromSeconds(2),
            Host = "host",
            ProcessId = 1,
            Queues = [],
            Pool = "Async",
            Concurrency = 1,
            StartedAt = Told.At(started),
        },
    };
}

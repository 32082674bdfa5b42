using Messaging.Testing;

namespace Messaging.StateMachines.Tests;

public sealed class TaskTrackerTests
{
    private static readonly Guid First = Guid.NewGuid();
    private static readonly Guid Second = Guid.NewGuid();
    private static readonly Guid Third = Guid.NewGuid();

    private readonly List<Guid[]> loads = [];
    private readonly List<Guid[]> saves = [];
    private TrackerUnderTest tracker;

    [SetUp]
    public void Start()
    {
        tracker = new TrackerUnderTest();
        loads.Clear();
        saves.Clear();
        tracker.Store.Loading = Loading;
        tracker.Store.Saving = Saving;
    }

    [Test]
    public async Task A_batch_is_one_load_and_one_save()
    {
        await tracker.Track(Told.Run(1, 1, taskId: First).Started(), Told.Run(1, 1, taskId: Second).Started());

        Assert.That(loads, Has.Count.EqualTo(1));
        Assert.That(loads[0], Is.EquivalentTo(new[] { First, Second }));
        Assert.That(saves, Has.Count.EqualTo(1));
        Assert.That(saves[0], Is.EquivalentTo(new[] { First, Second }));
        Assert.That(await StateOf(First), Is.EqualTo("Started"));
    }

    [Test]
    public async Task Tasks_that_are_just_submitted_need_no_load()
    {
        await tracker.Track(
            Told.Submitted(taskId: First), Told.Submitted(taskId: Second), Told.Run(1, 1, taskId: First).Started());

        Assert.That(loads, Is.Empty);
        Assert.That(saves, Has.Count.EqualTo(1));
        Assert.That(await StateOf(First), Is.EqualTo("Started"));
        Assert.That(await StateOf(Second), Is.EqualTo("Pending"));
    }

    [Test]
    public async Task Tasks_that_were_written_lately_need_no_load_until_they_have_ended()
    {
        await tracker.Track(Told.Submitted(taskId: First));
        await tracker.Track(Told.Run(1, 1, taskId: First).Succeeded(2));
        Assert.That(loads, Is.Empty);

        await tracker.Track(Told.Run(1, 1, taskId: First).Started());
        Assert.That(loads, Has.Count.EqualTo(1));
        Assert.That(await StateOf(First), Is.EqualTo("Succeeded"));
    }

    [Test]
    public async Task A_task_that_another_tracker_wrote_meanwhile_is_read_again()
    {
        await tracker.Track(Told.Submitted(taskId: First));
        await tracker.Store.Overtake(First);

        await tracker.Track(Told.Run(1, 1, taskId: First).Started());

        Assert.That(loads, Has.Count.EqualTo(1));
        Assert.That(await StateOf(First), Is.EqualTo("Started"));
        Assert.That((await tracker.Store.Get(First)).Version, Is.EqualTo(3));
    }

    [Test]
    public async Task Events_that_say_nothing_new_are_not_written()
    {
        await tracker.Track(Told.Submitted(taskId: First), Told.Run(1, 1, taskId: First).Succeeded(2));
        await tracker.Track(Told.Submitted(taskId: First), Told.Run(1, 1, taskId: First).Succeeded(2));

        Assert.That((await tracker.Store.Get(First)).Version, Is.EqualTo(1));
    }

    [Test]
    public async Task Only_what_lost_a_race_is_read_and_written_again()
    {
        tracker.Store.Saving = async sagas =>
        {
            await Saving(sagas);
            if (saves.Count == 1)
                await tracker.Store.Overtake(Second);
        };

        await tracker.Track(
            Told.Submitted(taskId: First), Told.Submitted(taskId: Second), Told.Submitted(taskId: Third));

        Assert.That(loads, Has.Count.EqualTo(1));
        Assert.That(loads[0], Is.EqualTo(new[] { Second }));
        Assert.That(saves[1], Is.EqualTo(new[] { Second }));
        Assert.That(await StateOf(Second), Is.EqualTo("Pending"));
    }

    [Test]
    public async Task A_batch_that_loses_many_races_is_applied_in_the_end()
    {
        var races = 30;
        tracker.Store.Saving = _ => races-- > 0 ? tracker.Store.Overtake(Second) : Task.CompletedTask;

        await tracker.Track(Told.Submitted(taskId: First), Told.Submitted(taskId: Second));

        Assert.That(await StateOf(First), Is.EqualTo("Pending"));
        Assert.That(await StateOf(Second), Is.EqualTo("Pending"));
        Assert.That(races, Is.LessThan(0));
    }

    [Test]
    public async Task A_batch_is_not_done_before_its_commit()
    {
        var gate = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        tracker.Store.Saved = _ =>
        {
            reached.SetResult();
            return gate.Task;
        };

        var tracking = tracker.Track(Told.Submitted());
        await reached.Task.WaitAsync(Eventually.Deadline);

        Assert.That(tracking.IsCompleted, Is.False);
        gate.SetResult();
        await tracking;
    }

    [Test]
    public async Task What_comes_in_during_a_transaction_is_written_together()
    {
        var together = await TrackTogether(
            [Consumed.Event(Told.Submitted(taskId: Second))],
            [Consumed.Event(Told.Submitted(taskId: Third)), Consumed.Event(Told.Run(1, 1, taskId: Second).Started())]);

        await Task.WhenAll(together);

        Assert.That(saves, Has.Count.EqualTo(2));
        Assert.That(saves[1], Is.EquivalentTo(new[] { Second, Third }));
        Assert.That(await StateOf(Second), Is.EqualTo("Started"));
    }

    [Test]
    public async Task A_poisoned_batch_does_not_stop_those_that_came_with_it()
    {
        var together = await TrackTogether(
            [Consumed.Event(Told.Submitted(taskId: Second))],
            [new PoisonedEvent(First), Consumed.Event(Told.Run(1, 1, taskId: Second).Started())],
            [Consumed.Event(Told.Submitted(taskId: Third))]);

        await together[0];
        await together[2];

        Assert.That(() => together[1], Throws.TypeOf<NotSupportedException>());
        Assert.That(await StateOf(Second), Is.EqualTo("Started"), "one bad event costs one task, not its batch");
        Assert.That(await StateOf(Third), Is.EqualTo("Pending"));
    }

    [Test]
    public async Task A_batch_over_two_lanes_is_done_after_both_commits()
    {
        var twoLanes = new TrackerUnderTest(lanes: 2, store: null, clock: null);
        // Each lane has half of them.
        Guid[] taskIds = [.. Enumerable.Range(1, 20).Select(number => new Guid(number, 0, 0, new byte[8]))];
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var commits = 0;
        twoLanes.Store.Saved = _ => Interlocked.Increment(ref commits) == 1 ? first.Task : second.Task;

        var tracking = twoLanes.Track([.. taskIds.Select(taskId => Told.Submitted(taskId: taskId))]);
        await Eventually.Get(() => Task.FromResult(Volatile.Read(ref commits)), count => count == 2);
        first.SetResult();
        Assert.That(tracking.IsCompleted, Is.False);
        second.SetResult();

        await tracking;
        foreach (var taskId in taskIds)
            Assert.That((await twoLanes.Store.Get(taskId)).CurrentState, Is.EqualTo("Pending"));
    }

    [Test]
    public async Task A_batch_without_events_is_done()
    {
        await tracker.Track();

        Assert.That(saves, Is.Empty);
    }

    /// <summary>Hands batches in while a transaction of another task is held up, and lets it go.</summary>
    private async Task<Task[]> TrackTogether(params TrackedEvent[][] batches)
    {
        var gate = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        tracker.Store.Saving = async sagas =>
        {
            reached.TrySetResult();
            await gate.Task;
            await Saving(sagas);
        };

        var before = tracker.Track(Told.Submitted());
        await reached.Task.WaitAsync(Eventually.Deadline);
        var together = Array.ConvertAll(batches, batch => tracker.Track(default(CancellationToken), batch));
        gate.SetResult();
        await before;

        return together;
    }

    private Task Loading(IReadOnlyCollection<Guid> taskIds)
    {
        loads.Add([.. taskIds]);
        return Task.CompletedTask;
    }

    private Task Saving(IReadOnlyCollection<TaskSaga> sagas)
    {
        saves.Add([.. sagas.Select(saga => saga.CorrelationId)]);
        return Task.CompletedTask;
    }

    private async Task<string> StateOf(Guid taskId) => (await tracker.Store.Get(taskId)).CurrentState;

    private sealed class PoisonedEvent(Guid taskId) : TrackedEvent(taskId)
    {
        public override Task Raise(TaskStateMachine machine, TaskSaga saga) =>
            throw new NotSupportedException("This event cannot be applied.");
    }
}

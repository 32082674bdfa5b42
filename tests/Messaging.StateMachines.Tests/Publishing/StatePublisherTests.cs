using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines.Tests;

public sealed class StatePublisherTests
{
    private static readonly TaskSucceeded Succeeded = Told.Run(1, at: 1).Succeeded(at: 2, "3");

    private static IEnumerable<TaskState> Outcomes => PublishedStates.Publishable.Where(state => state >= TaskState.Retrying);

    [TestCaseSource(nameof(Outcomes))]
    public async Task A_state_that_is_chosen_is_published_as_its_event_after_the_commit(TaskState state)
    {
        var tracker = new TrackerUnderTest(published: state);
        tracker.Published.Publishing = async taskEvent =>
            Assert.That((await tracker.Store.Get(taskEvent.TaskId)).CurrentState, Is.EqualTo(state.ToString()));
        var told = Told.Run(1, at: 1).Ended(at: 2, state);

        await tracker.Track(Told.Submitted(), told);

        Assert.That(tracker.Published.Events, Is.EqualTo(new[] { told }));
    }

    [Test]
    public async Task Nothing_else_is_published()
    {
        var (none, others) = (new TrackerUnderTest(), new TrackerUnderTest(published: TaskState.Failed));

        await none.Track(Told.Submitted(), Succeeded);
        await others.Track(Told.Submitted(), Succeeded);

        Assert.That(none.Published.Events, Is.Empty);
        Assert.That(others.Published.Events, Is.Empty);
    }

    [Test]
    public async Task A_state_that_is_passed_within_a_batch_is_not_published()
    {
        var tracker = new TrackerUnderTest(published: [TaskState.Retrying, TaskState.Succeeded]);

        await tracker.Track(
            Told.Run(1, at: 1).Ended(at: 2, TaskState.Retrying), Told.Run(2, at: 3).Succeeded(at: 4));

        Assert.That(tracker.Published.Events.Single(), Is.TypeOf<TaskSucceeded>());
    }

    [Test]
    public async Task An_event_that_comes_too_late_to_change_anything_is_not_published()
    {
        var tracker = new TrackerUnderTest(published: [TaskState.Failed, TaskState.Succeeded]);
        await tracker.Track(Succeeded);

        await tracker.Track(Told.Run(2, at: 3).Ended(at: 4, TaskState.Failed));
        await tracker.Track(Told.Submitted());

        Assert.That(tracker.Published.Events, Is.EqualTo(new[] { Succeeded }));
    }

    [Test]
    public async Task A_batch_that_is_delivered_again_is_published_again_since_the_first_tracker_may_have_died()
    {
        var tracker = new TrackerUnderTest(published: TaskState.Succeeded);

        await tracker.Track(Succeeded, Succeeded);
        await tracker.Track(Succeeded);

        Assert.That(tracker.Published.Events, Is.EqualTo(new[] { Succeeded, Succeeded }));
    }

    [Test]
    public async Task After_a_lost_race_it_is_published_once()
    {
        var tracker = new TrackerUnderTest(published: TaskState.Succeeded);
        var overtaken = false;
        tracker.Store.Saving = async _ =>
        {
            if (!overtaken)
                await tracker.Store.Overtake(Told.TaskId);
            overtaken = true;
        };

        await tracker.Track(Succeeded);

        Assert.That(tracker.Published.Events, Is.EqualTo(new[] { Succeeded }));
    }

    [Test]
    public async Task What_the_broker_does_not_take_is_published_again_before_the_batch_is_settled()
    {
        var tracker = new TrackerUnderTest(published: TaskState.Succeeded);
        var other = Told.Run(1, at: 1, taskId: Guid.NewGuid()).Succeeded(at: 2);
        tracker.Published.Publishing = taskEvent => taskEvent.TaskId == other.TaskId
            ? throw new InvalidOperationException("The broker is away.")
            : Task.CompletedTask;

        var tracking = tracker.Track(Succeeded, other);
        tracker.Clock.Advance(await tracker.Clock.NextWait());
        var pause = await tracker.Clock.NextWait();
        Assert.That(tracking.IsCompleted, Is.False);
        tracker.Published.Publishing = _ => Task.CompletedTask;
        tracker.Clock.Advance(pause);
        await tracking;

        Assert.That(tracker.Published.Events, Is.EqualTo(new[] { Succeeded, other }));
        Assert.That(tracker.Log.Entries, Is.EqualTo(new[]
        {
            (LogLevel.Error, "1 changes of state cannot be published: The broker is away. It is tried again every "
                + "second; until then no further events are applied. Publishing is set by "
                + "Messaging:Tracking:Publish."),
            (LogLevel.Information, "Changes of state are published again; tracking goes on."),
        }));
    }}

using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines.Tests;

public sealed class StoreAwayTests
{
    private TrackerUnderTest tracker;

    [SetUp]
    public void Start() => tracker = new TrackerUnderTest();

    [Test]
    public async Task Events_wait_for_a_store_that_is_away()
    {
        var failures = 3;
        tracker.Store.Saving = _ => failures-- > 0 ? throw Away() : Task.CompletedTask;

        var tracking = tracker.Track(Told.Submitted());
        await PassTime(0.1, 0.2, 0.4);
        await tracking;

        Assert.That((await tracker.Store.Get(Told.TaskId)).CurrentState, Is.EqualTo("Pending"));
        Assert.That(tracker.Log.Entries, Is.EqualTo(new[]
        {
            (LogLevel.Error, "Tracking stands still: The store is away. Events stay in their queue and are applied "
                + "when the store is back."),
            (LogLevel.Information, "The task store answers again; tracking goes on."),
        }));
    }

    [Test]
    public async Task A_commit_whose_answer_is_lost_is_not_made_twice()
    {
        var (loads, failures) = (0, 1);
        tracker.Store.Loading = _ =>
        {
            loads++;
            return Task.CompletedTask;
        };
        tracker.Store.Saved = _ => failures-- > 0 ? throw Away() : Task.CompletedTask;

        var tracking = tracker.Track(Told.Submitted(), Told.Run(1, 1).Started());
        await PassTime(0.1);
        await tracking;

        var saga = await tracker.Store.Get(Told.TaskId);
        Assert.That(saga.CurrentState, Is.EqualTo("Started"));
        Assert.That(saga.Attempts, Has.Count.EqualTo(1));
        Assert.That(loads, Is.EqualTo(1), "what was lost to itself is read again");
    }

    [Test]
    public async Task A_batch_that_is_given_up_does_not_hold_up_the_next()
    {
        using var givingUp = new CancellationTokenSource();
        tracker.Store.Saving = _ => throw Away();
        var tracking = tracker.Track(givingUp.Token, Consumed.Event(Told.Submitted()));
        await tracker.Clock.NextWait();

        await givingUp.CancelAsync();
        tracker.Store.Saving = _ => Task.CompletedTask;

        Assert.That(() => tracking, Throws.InstanceOf<OperationCanceledException>());
        await tracker.Track(Told.Run(1, at: 1).Started());
        Assert.That((await tracker.Store.Get(Told.TaskId)).CurrentState, Is.EqualTo("Started"));
    }

    private async Task PassTime(params double[] waits)
    {
        foreach (var wait in waits)
        {
            var time = await tracker.Clock.NextWait();
            Assert.That(time, Is.EqualTo(TimeSpan.FromSeconds(wait)));
            tracker.Clock.Advance(time);
        }
    }

    private static TaskStoreUnavailableException Away() => new("The store is away.");
}

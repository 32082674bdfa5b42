using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines.Tests;

public sealed class WaiterTests
{
    private static readonly Guid Request = Guid.NewGuid();
    private static readonly TaskSucceeded End = Told.Run(1, at: 1).Succeeded(2, "42");

    private TrackerUnderTest tracker;

    [SetUp]
    public void Start() => tracker = new TrackerUnderTest();

    [Test]
    public async Task Who_waits_is_answered_once_after_the_end_is_committed()
    {
        var answersAtCommit = -1;
        await tracker.Wait(Request, until: 30, "queue:mine");
        await tracker.Track(Told.Submitted());
        tracker.Store.Saved = _ =>
        {
            answersAtCommit = tracker.Answers.Sent.Count;
            return Task.CompletedTask;
        };

        await tracker.Track(End);

        Assert.That(answersAtCommit, Is.Zero);
        Assert.That(tracker.Answers.Sent, Has.Count.EqualTo(1));
        var answer = tracker.Answers.Sent.Single();
        Assert.That(answer.Address, Is.EqualTo(new Uri("queue:mine")));
        Assert.That(answer.RequestId, Is.EqualTo(Request));
        Assert.That(answer.TimeToLive, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(answer.Status.State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(answer.Status.Result, Is.EqualTo("42"));
    }

    [Test]
    public async Task Who_waits_is_answered_again_if_a_tracker_dies_between_commit_and_answer()
    {
        await tracker.Wait(Request, until: 30);
        tracker.Store.Saved = _ => throw new InvalidOperationException("The tracker has died.");

        Assert.That(() => tracker.Track(End), Throws.InvalidOperationException);
        Assert.That(tracker.Answers.Sent, Is.Empty);

        var next = new TrackerUnderTest(tracker.Store);
        tracker.Store.Saved = _ => Task.CompletedTask;
        await next.Track(End);

        Assert.That(next.Answers.Sent.Select(answer => answer.RequestId), Is.EqualTo(new[] { Request }));
    }

    [Test]
    public async Task Who_asks_after_the_end_is_answered_at_once()
    {
        await tracker.Track(End);

        await tracker.Wait(Request, until: 30);

        Assert.That(tracker.Answers.Sent.Select(answer => answer.Status.Result), Is.EqualTo(new[] { "42" }));
    }

    [Test]
    public async Task Whose_time_is_up_is_not_answered()
    {
        var patient = Guid.NewGuid();
        await tracker.Wait(Request, until: 10);
        await tracker.Wait(patient, until: 30);
        tracker.Clock.Advance(TimeSpan.FromSeconds(10));

        await tracker.Track(End);

        Assert.That(tracker.Answers.Sent.Select(answer => answer.RequestId), Is.EqualTo(new[] { patient }));
        Assert.That(tracker.Answers.Sent.Single().TimeToLive, Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task Nobody_is_answered_before_the_end()
    {
        var run = Told.Run(1, at: 1);
        await tracker.Wait(Request, until: 30);

        await tracker.Track(Told.Submitted(), run.Started(), run.Ended(2, TaskState.Retrying));

        Assert.That(tracker.Answers.Sent, Is.Empty);
    }

    [Test]
    public async Task An_end_that_lost_a_race_is_answered_by_the_one_that_wins()
    {
        await tracker.Wait(Request, until: 30);
        var races = 1;
        tracker.Store.Saving = _ => races-- > 0 ? tracker.Store.Overtake(Told.TaskId) : Task.CompletedTask;

        await tracker.Track(End);

        Assert.That(tracker.Answers.Sent, Has.Count.EqualTo(1));
        Assert.That((await tracker.Store.Get(Told.TaskId)).CurrentState, Is.EqualTo("Succeeded"));
    }

    [Test]
    public async Task However_many_have_waited_before_the_next_one_is_answered()
    {
        await tracker.Track(End);
        for (var count = 0; count < TaskHistory.MostWaiters; count++)
            await tracker.Wait(Guid.NewGuid(), until: -1);
        Assert.That(tracker.Answers.Sent, Is.Empty);

        await tracker.Wait(Request, until: 30);

        Assert.That(tracker.Answers.Sent.Select(answer => answer.RequestId), Is.EqualTo(new[] { Request }));
    }

    [Test]
    public async Task Ten_thousand_who_wait_cost_nothing_until_the_end_and_are_all_answered_then()
    {
        Guid[] taskIds = [.. Enumerable.Range(0, 10_000).Select(_ => Guid.CreateVersion7())];
        await tracker.Track(default, Array.ConvertAll(
            taskIds, taskId => Consumed.Wait(taskId, taskId, new Uri("queue:replies"), Told.At(3_600))));
        var uses = 0;
        tracker.Store.Loading = _ => Count(ref uses);
        tracker.Store.Saving = _ => Count(ref uses);

        // The lane's own moment of gathering, and then an hour without anything.
        await tracker.Clock.NextWait();
        tracker.Clock.Advance(TimeSpan.FromSeconds(3_000));
        Assert.That(uses, Is.Zero);

        await tracker.Track([.. taskIds.Select(taskId => Told.Run(1, 1, taskId: taskId).Succeeded(2))]);
        Assert.That(
            tracker.Answers.Sent.Select(answer => answer.RequestId.GetValueOrDefault()).Order(),
            Is.EqualTo(taskIds.Order()));
    }

    [Test]
    public async Task An_answer_that_cannot_be_sent_is_logged_and_stops_nothing()
    {
        await tracker.Wait(Request, until: 30);
        tracker.Answers.Sending = _ => throw new IOException("The queue is gone.");

        await tracker.Track(End);

        Assert.That((await tracker.Store.Get(Told.TaskId)).CurrentState, Is.EqualTo("Succeeded"));
        Assert.That(tracker.Log.Entries, Is.EqualTo(new[]
        {
            (LogLevel.Warning, "Some of 1 clients that wait for a result could not be answered: The queue is gone. "
                + "They ask again when they are connected."),
        }));
    }

    [Test]
    public async Task An_answer_that_is_not_taken_is_given_up_after_ten_seconds()
    {
        await tracker.Wait(Request, until: 30);
        tracker.Answers.Sending = token => Task.Delay(Timeout.InfiniteTimeSpan, token);

        var tracking = tracker.Track(End);
        var wait = await tracker.Clock.NextWait();
        tracker.Clock.Advance(wait);
        await tracking;

        Assert.That(wait, Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(tracker.Log.Entries.Single().Level, Is.EqualTo(LogLevel.Warning));
    }

    private static Task Count(ref int uses)
    {
        uses++;
        return Task.CompletedTask;
    }
}

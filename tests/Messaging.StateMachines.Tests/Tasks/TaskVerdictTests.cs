using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

public sealed class TaskVerdictTests
{
    [Test]
    public async Task Success_beats_the_failure_of_a_later_attempt()
    {
        var saga = await Sagas.After(
            Told.Run(1, at: 1).Succeeded(2, "42"), Told.Run(2, at: 3).Ended(4, TaskState.Failed));

        Assert.That(saga.CurrentState, Is.EqualTo("Succeeded"));
        Assert.That(saga.Result, Is.EqualTo("42"));
        Assert.That(saga.Error, Is.Null);
        Assert.That(saga.Attempts, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Of_two_successes_the_later_one_has_the_result([Values] bool earlierOneIsToldLast)
    {
        object[] told =
        [
            Told.Run(1, at: 1, "w1").Succeeded(5, "later"), Told.Run(1, at: 2, "w2").Succeeded(4, "earlier"),
        ];

        var saga = await Sagas.After(earlierOneIsToldLast ? told : told.Reverse());

        Assert.That(saga.Result, Is.EqualTo("later"));
        Assert.That(saga.Worker, Is.EqualTo("w1"));
    }

    [Test]
    public async Task Of_two_other_ends_the_higher_attempt_counts_although_it_ended_earlier()
    {
        var saga = await Sagas.After(
            Told.Run(2, at: 3).Ended(4, TaskState.Revoked), Told.Run(1, at: 1).Ended(5, TaskState.Failed));

        Assert.That(saga.CurrentState, Is.EqualTo("Revoked"));
        Assert.That(saga.Attempt, Is.EqualTo(2));
        Assert.That(saga.FinishedAt, Is.EqualTo(Told.At(4)));
    }

    [Test]
    public async Task Of_two_other_ends_of_one_attempt_the_later_one_counts()
    {
        var saga = await Sagas.After(
            Told.Run(1, at: 3, "w1").Ended(5, TaskState.Failed), Told.Run(1, at: 1, "w2").Ended(4, TaskState.Revoked));

        Assert.That(saga.CurrentState, Is.EqualTo("Failed"));
    }

    [Test]
    public async Task A_task_whose_worker_was_lost_is_where_its_next_run_is()
    {
        var (lost, next) = (Told.Run(1, at: 1, "w1"), Told.Run(1, at: 60, "w2"));

        var saga = await Sagas.After(lost.Received(null), lost.Started(), next.Received(null), next.Started());

        Assert.That(saga.CurrentState, Is.EqualTo("Started"));
        Assert.That(saga.Worker, Is.EqualTo("w2"));
        Assert.That(saga.StartedAt, Is.EqualTo(Told.At(60)));
        Assert.That(saga.FinishedAt, Is.Null);
    }

    [Test]
    public async Task A_task_that_has_ended_is_not_moved_by_another_run()
    {
        var again = Told.Run(1, at: 60, "w2");

        var saga = await Sagas.After(Told.Run(1, at: 1).Succeeded(2, "42"), again.Received(null), again.Started());

        Assert.That(saga.CurrentState, Is.EqualTo("Succeeded"));
        Assert.That(saga.Worker, Is.EqualTo("w1"));
        Assert.That(saga.FinishedAt, Is.EqualTo(Told.At(2)));
    }

    [TestCase(TaskState.Failed, "Failed")]
    [TestCase(TaskState.Revoked, "Revoked")]
    [TestCase(TaskState.Expired, "Expired")]
    public async Task An_end_counts_although_the_worker_of_a_later_attempt_died_before(TaskState end, string expected)
    {
        var dead = Told.Run(2, at: 3);

        // The message began at attempt 1, the second was made in the same worker, and now it comes again.
        var saga = await Sagas.After(
            Told.Run(1, at: 1).Ended(2, TaskState.Retrying), dead.Received(null), dead.Started(),
            Told.Run(1, at: 60, "w2").Ended(61, end));

        Assert.That((saga.CurrentState, saga.Attempt), Is.EqualTo((expected, 1)));
        Assert.That(saga.FinishedAt, Is.EqualTo(Told.At(61)));
    }

    [Test]
    public async Task A_failed_task_that_is_replayed_is_pending_until_a_worker_has_it([Values] bool failureIsToldLast)
    {
        object[] told =
        [
            Told.Submitted(), Told.Run(3, at: 1).Ended(2, TaskState.Failed), Told.Replayed(4, at: 5, queue: "other"),
        ];

        var saga = await Sagas.After(failureIsToldLast ? told.Reverse() : told);

        Assert.That(saga.CurrentState, Is.EqualTo("Pending"));
        Assert.That((saga.Attempt, saga.Queue, saga.Worker), Is.EqualTo((4, "other", (string?)null)));
        Assert.That(saga.FinishedAt, Is.Null);
        Assert.That(saga.Error, Is.Null);
        Assert.That(saga.Attempts.Single().Outcome, Is.EqualTo(TaskState.Failed), "the history stays");
    }

    [TestCase(TaskState.Succeeded, "Succeeded")]
    [TestCase(TaskState.Failed, "Failed")]
    [TestCase(TaskState.Revoked, "Revoked")]
    public async Task A_replayed_task_goes_on_with_its_next_attempt(TaskState end, string expected)
    {
        var next = Told.Run(4, at: 6, "w2");
        var saga = await Sagas.After(Told.Run(3, at: 1).Ended(2, TaskState.Failed), Told.Replayed(4, at: 5));

        await saga.Take(next.Received(null));
        Assert.That(saga.CurrentState, Is.EqualTo("Received"));
        await saga.Take(next.Started());
        Assert.That((saga.CurrentState, saga.FinishedAt), Is.EqualTo(("Started", (DateTimeOffset?)null)));
        await saga.Take(next.Ended(7, end));

        Assert.That(saga.CurrentState, Is.EqualTo(expected));
        Assert.That(saga.FinishedAt, Is.EqualTo(Told.At(7)));
        Assert.That(saga.Attempts.Select(run => run.Number), Is.EqualTo(new[] { 3, 4 }));
    }

    [Test]
    public async Task A_task_that_has_succeeded_is_not_opened_by_a_replay()
    {
        var saga = await Sagas.After(
            Told.Run(1, at: 1, "w1").Ended(2, TaskState.Failed),
            Told.Run(1, at: 1, "w2").Succeeded(3, "42"),
            Told.Replayed(2, at: 5));

        Assert.That(saga.CurrentState, Is.EqualTo("Succeeded"));
        Assert.That((saga.Attempt, saga.Result), Is.EqualTo((1, "42")));
    }

    [Test]
    public async Task A_replay_of_a_task_that_is_not_known_any_more_makes_it_known()
    {
        var saga = await Sagas.After(Told.Replayed(3, at: 5));

        Assert.That((saga.CurrentState, saga.Name, saga.Attempt), Is.EqualTo(("Pending", "math.add", 3)));
    }
}

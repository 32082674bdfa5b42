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
}

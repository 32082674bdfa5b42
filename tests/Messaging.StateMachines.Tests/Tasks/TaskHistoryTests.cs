using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

public sealed class TaskHistoryTests
{
    [Test]
    public async Task The_earliest_submission_says_what_the_task_is([Values] bool earliestIsToldLast)
    {
        var later = Told.Submitted(1) with { Arguments = "other", Expires = Told.At(9), RootId = Guid.NewGuid() };
        object[] told = [Told.Submitted(0), later];

        var saga = await Sagas.After(earliestIsToldLast ? told.Reverse() : told);

        Assert.That(saga.SubmittedAt, Is.EqualTo(Told.At(0)));
        Assert.That(saga.Arguments, Is.EqualTo("""{"x":1}"""));
        Assert.That(saga.Expires, Is.Null);
        Assert.That(saga.RootId, Is.Null);
    }

    [Test]
    public async Task The_earliest_eta_counts_whoever_told_it([Values] bool reversed)
    {
        object[] told = [Told.Submitted(0), Told.Submitted(1) with { Eta = Told.At(60) }, Told.Scheduled(90)];

        var saga = await Sagas.After(reversed ? told.Reverse() : told);

        Assert.That(saga.Eta, Is.EqualTo(Told.At(60)));
        Assert.That(saga.CurrentState, Is.EqualTo("Scheduled"));
    }

    [Test]
    public async Task Workers_that_disagree_about_a_task_lead_to_one_saga([Values] bool reversed)
    {
        object[] told =
        [
            Told.Run(1, at: 1).Ended(Told.At(1), TaskState.Rejected, isSubmitted: false),
            Told.Run(1, at: 2).Received("""{"x":1}"""),
            Told.Run(1, at: 3).Received("""{"x":1,"y":0}"""),
        ];

        var saga = await Sagas.After(reversed ? told.Reverse() : told);

        Assert.That(saga.Name, Is.EqualTo("math.add"));
        Assert.That(saga.Arguments, Is.EqualTo("""{"x":1}"""));
    }

    [Test]
    public async Task Reports_of_one_moment_lead_to_one_saga([Values] bool reversed)
    {
        var run = Told.Run(1, at: 1);
        var (progress, state) = (run.Progressed(Told.At(2)), run.StateSet(Told.At(2)));
        object[] told =
        [
            progress with { Progress = new TaskProgress { Current = 1, Total = 1, Message = "adding" } },
            progress with { Progress = new TaskProgress { Current = 1, Total = 1, Message = "done" } },
            state with { CustomState = "Adding", Meta = "1" },
            state with { CustomState = "Adding", Meta = "2" },
            Told.Revoke(2, RevokeMode.BeforeStart, "no longer needed"),
            Told.Revoke(2, RevokeMode.Terminate, "wrong"),
        ];

        var saga = await Sagas.After(reversed ? told.Reverse() : told);

        Assert.That(saga.Progress?.Message, Is.EqualTo("done"));
        Assert.That(saga.CustomStateMeta, Is.EqualTo("2"));
        Assert.That(saga.RevokeReason, Is.EqualTo("wrong"));
        Assert.That(saga.RevokeMode, Is.EqualTo(RevokeMode.Terminate));
    }

    [Test]
    public async Task The_latest_progress_and_state_are_shown()
    {
        var run = Told.Run(1, at: 1);
        var saga = await Sagas.After(
            run.Progressed(Told.At(3)) with { Progress = new TaskProgress { Current = 1, Total = 3 } },
            run.Progressed(Told.At(2)) with { Progress = new TaskProgress { Current = 2, Total = 3 } },
            run.StateSet(Told.At(3)) with { CustomState = "Adding" },
            run.StateSet(Told.At(2)) with { CustomState = "Loading" });

        Assert.That(saga.Progress?.Current, Is.EqualTo(1));
        Assert.That(saga.CustomState, Is.EqualTo("Adding"));
    }

    [Test]
    public async Task The_first_revocation_gives_the_reason_and_the_furthest_one_the_mode()
    {
        var saga = await Sagas.After(
            Told.Revoke(2, RevokeMode.Terminate, "later"), Told.Revoke(1, RevokeMode.BeforeStart, "first"));

        Assert.That(saga.RevokeRequestedAt, Is.EqualTo(Told.At(1)));
        Assert.That(saga.RevokeReason, Is.EqualTo("first"));
        Assert.That(saga.RevokeMode, Is.EqualTo(RevokeMode.Terminate));
    }

    [Test]
    public async Task Of_many_attempts_the_latest_50_are_kept()
    {
        var saga = await Sagas.After(Enumerable.Range(1, 60)
            .Select(number => Told.Run(number, at: number).Ended(number, TaskState.Retrying)));

        Assert.That(saga.Attempts.Select(run => run.Number), Is.EqualTo(Enumerable.Range(11, 50)));
    }

    [Test]
    public async Task The_run_that_ended_a_task_is_kept_however_many_follow()
    {
        var runs = Enumerable.Range(2, 60).Select(number => Told.Run(1, at: number).Received(null));

        var saga = await Sagas.After([Told.Run(1, at: 1).Ended(2, TaskState.Failed), .. runs]);

        Assert.That(saga.CurrentState, Is.EqualTo("Failed"));
        Assert.That(saga.Attempts, Has.Count.EqualTo(TaskRuns.Most));
        Assert.That(saga.Attempts[0].Outcome, Is.EqualTo(TaskState.Failed));
        Assert.That(saga.Attempts[^1].ReceivedAt, Is.EqualTo(Told.At(61)));
    }

    [Test]
    public async Task Of_more_successes_than_are_kept_the_result_is_that_of_the_latest([Values] bool reversed)
    {
        var runs = Enumerable.Range(1, 60)
            .Select(number => Told.Run(1, at: number).Succeeded(100 - number, $"{number}"));

        var saga = await Sagas.After(reversed ? runs.Reverse() : runs);

        Assert.That(saga.Result, Is.EqualTo("1"));
        Assert.That(saga.FinishedAt, Is.EqualTo(Told.At(99)));
    }

    [Test]
    public void A_waiter_that_asks_again_is_kept_once()
    {
        var saga = new TaskSaga();
        var waiter = Waiter(until: 1);

        TaskHistory.Add(saga, waiter);
        TaskHistory.Add(saga, waiter with { Until = Told.At(2) });

        Assert.That(saga.Waiters, Is.EqualTo(new[] { waiter }));
    }

    [Test]
    public void The_latest_waiter_is_kept_instead_of_the_one_whose_time_is_up_first()
    {
        var saga = new TaskSaga();
        var patient = Waiter(until: 3_600);
        var latest = Waiter(until: 1);

        TaskHistory.Add(saga, patient);
        for (var count = 1; count <= TaskHistory.MostWaiters; count++)
            TaskHistory.Add(saga, Waiter(until: count));
        TaskHistory.Add(saga, latest);

        Assert.That(saga.Waiters, Has.Count.EqualTo(TaskHistory.MostWaiters));
        Assert.That(saga.Waiters, Does.Contain(patient).And.Contains(latest));
    }

    private static TaskWaiter Waiter(double until) =>
        new() { RequestId = Guid.NewGuid(), Address = new Uri("queue:replies"), Until = Told.At(until) };
}

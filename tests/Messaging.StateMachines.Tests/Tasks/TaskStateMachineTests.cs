using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

public sealed class TaskStateMachineTests
{
    [Test]
    public void Nothing_is_known_of_a_task_before_its_first_event()
    {
        var saga = new TaskSaga { CorrelationId = Told.TaskId };

        Assert.That(saga.CurrentState, Is.EqualTo("Initial"));
        Assert.That(TaskStatusOf.Saga(saga).State, Is.EqualTo(TaskState.Unknown));
        Assert.That(TaskStatusOf.Unknown(Told.TaskId).State, Is.EqualTo(TaskState.Unknown));
    }

    [Test]
    public async Task A_task_that_somebody_only_waits_for_is_still_unknown()
    {
        var saga = new TaskSaga();

        await saga.Take(Consumed.Wait(Told.TaskId, Guid.NewGuid(), new Uri("queue:replies"), Told.At(1)));

        Assert.That(saga.CurrentState, Is.EqualTo("Initial"));
        Assert.That(TaskStatusOf.Saga(saga).State, Is.EqualTo(TaskState.Unknown));
        Assert.That(saga.Waiters, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_task_that_somebody_only_revokes_is_still_unknown()
    {
        var saga = await Sagas.After(Told.Revoke(1, RevokeMode.Terminate, "wrong"));

        Assert.That(saga.CurrentState, Is.EqualTo("Initial"));
        Assert.That(saga.RevokeRequestedAt, Is.EqualTo(Told.At(1)));
        Assert.That(saga.RevokeMode, Is.EqualTo(RevokeMode.Terminate));
        Assert.That(saga.RevokeReason, Is.EqualTo("wrong"));
    }

    [Test]
    public async Task A_submitted_task_is_pending() =>
        Assert.That((await Sagas.After(Told.Submitted())).CurrentState, Is.EqualTo("Pending"));

    [Test]
    public async Task A_submitted_task_with_an_eta_is_scheduled()
    {
        var saga = await Sagas.After(Told.Submitted() with { Eta = Told.At(60) });

        Assert.That(saga.CurrentState, Is.EqualTo("Scheduled"));
        Assert.That(saga.Eta, Is.EqualTo(Told.At(60)));
    }

    [Test]
    public async Task A_task_that_the_scheduler_keeps_is_scheduled() =>
        Assert.That((await Sagas.After(Told.Submitted(), Told.Scheduled(60))).CurrentState, Is.EqualTo("Scheduled"));

    [Test]
    public async Task A_task_goes_through_its_states()
    {
        var (first, second) = (Told.Run(1, at: 1), Told.Run(2, at: 4, "w2"));
        object[] life =
        [
            Told.Submitted() with { Eta = Told.At(1) }, first.Received(null), first.Started(),
            first.Ended(3, TaskState.Retrying), second.Received(null), second.Started(), second.Succeeded(5, "42"),
        ];
        var saga = new TaskSaga();
        var states = new List<string>();

        foreach (var happened in life)
        {
            await saga.Take(happened);
            states.Add(saga.CurrentState);
        }

        string[] expected = ["Scheduled", "Received", "Started", "Retrying", "Received", "Started", "Succeeded"];
        Assert.That(states, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_status_shows_all_that_is_known()
    {
        var (rootId, parentId) = (Guid.NewGuid(), Guid.NewGuid());
        var (first, second) = (Told.Run(1, at: 1), Told.Run(2, at: 4, "w2"));
        var failure = (TaskRetrying)first.Ended(3, TaskState.Retrying);

        var status = TaskStatusOf.Saga(await Sagas.After(
            Told.Submitted() with { Eta = Told.At(1), Expires = Told.At(9), RootId = rootId, ParentId = parentId },
            failure,
            second.Progressed(Told.At(5)) with { Progress = new TaskProgress { Current = 1, Total = 2 } },
            second.StateSet(Told.At(5)) with { CustomState = "Adding", Meta = "7" },
            second.Succeeded(6, "42")));

        Assert.That(status with { Attempts = [] }, Is.EqualTo(new TaskStatus
        {
            TaskId = Told.TaskId, State = TaskState.Succeeded, Name = "math.add", Queue = "default", Worker = "w2",
            Attempt = 2, SubmittedAt = Told.At(0), Eta = Told.At(1), Expires = Told.At(9), StartedAt = Told.At(4),
            FinishedAt = Told.At(6), RootId = rootId, ParentId = parentId, Arguments = """{"x":1}""", Result = "42",
            Progress = new TaskProgress { Current = 1, Total = 2 }, CustomState = "Adding", CustomStateMeta = "7",
            Attempts = [],
        }));
        TaskAttempt[] attempts =
        [
            new()
            {
                Number = 1, Worker = "w1", Queue = "default", ReceivedAt = Told.At(1), StartedAt = Told.At(1),
                FinishedAt = Told.At(3), Outcome = TaskState.Retrying, Error = failure.Error,
                NextAttemptAt = Told.At(3.001234),
            },
            new()
            {
                Number = 2, Worker = "w2", Queue = "default", ReceivedAt = Told.At(4), StartedAt = Told.At(4),
                FinishedAt = Told.At(6), Outcome = TaskState.Succeeded,
            },
        ];
        Assert.That(status.Attempts, Is.EqualTo(attempts));
    }

    [TestCase(TaskState.Succeeded)]
    [TestCase(TaskState.Failed)]
    [TestCase(TaskState.Revoked)]
    [TestCase(TaskState.Expired)]
    [TestCase(TaskState.Rejected)]
    [TestCase(TaskState.Ignored)]
    public async Task An_end_is_known_even_if_nothing_else_is(TaskState outcome)
    {
        var saga = await Sagas.After(Told.Run(1, at: 1).Ended(2, outcome));

        Assert.That(saga.CurrentState, Is.EqualTo(outcome.ToString()));
        Assert.That(saga.FinishedAt, Is.EqualTo(Told.At(2)));
    }
}

using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>
/// Tasks that do not run to their end: too late, called off, or put back. A worker with a single slot.
/// </summary>
public abstract class DroppingSuite
{
    private const string Worker = "the-worker";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private MessagingHost host = null!;

    [SetUp]
    public async Task StartHost() => host = await MessagingHost.Start(
        NewSettings().With(
            ("Roles", "Worker, Tracker"), ("Worker:Name", Worker), ("Worker:Concurrency", "1"),
            ("Producer:QueryTimeout", "00:00:30")),
        TestTasks.Add);

    [TearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task A_task_that_expires_after_a_second_behind_four_others_on_one_slot_is_never_run()
    {
        var busy = await OccupyTheSlot();
        await host.Tasks.SendMany(Enumerable.Repeat(new WaitAtGate(busy.Name), 3));
        var gate = Gate.New();
        var late = await host.Tasks.Send(
            new WaitAtGate(gate.Name), new TaskOptions { ExpiresAfter = TimeSpan.FromSeconds(1) });
        await Eventually.Get(() => late.GetStatus(), status => status.Expires < DateTimeOffset.MaxValue
            && status.Expires < TimeProvider.System.GetUtcNow());

        busy.Open();

        var exception = Assert.ThrowsAsync<TaskFailedException>(() => late.GetResult(Soon))!;
        Assert.That(exception.State, Is.EqualTo(TaskState.Expired));
        Assert.That(exception.RemoteMessage, Does.StartWith("The task was to be started before "));
        Assert.That(gate.Arrived, Is.Zero);
    }

    [Test]
    public async Task A_task_that_is_revoked_before_it_starts_is_never_run()
    {
        var busy = await OccupyTheSlot();
        var gate = Gate.New();
        var task = await host.Tasks.Send(new WaitAtGate(gate.Name));

        await task.Revoke(reason: "not needed any more");
        await Eventually.Get(() => task.GetStatus(), status => status.RevokeRequestedAt is not null);
        await WorkerKnowsRevocationOf(task);
        busy.Open();

        var exception = Assert.ThrowsAsync<TaskRevokedException>(() => task.GetResult(Soon))!;
        Assert.That(exception.Message, Is.EqualTo($"Task {task.TaskId} (test.wait) was revoked: not needed any more"));
        Assert.That((await task.GetStatus()).State, Is.EqualTo(TaskState.Revoked));
        Assert.That(gate.Arrived, Is.Zero);
    }

    [Test]
    public async Task A_running_task_is_broken_off_only_if_that_is_asked_for()
    {
        var gate = Gate.New();
        var task = await host.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        await task.Revoke();
        await WorkerKnowsRevocationOf(task);
        await Eventually.Get(
            () => task.GetStatus(), status => status.RevokeRequestedAt is not null && status.State == TaskState.Started);

        await task.Revoke(RevokeMode.Terminate);
        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
    }

    [Test]
    public async Task No_more_tasks_run_at_a_time_than_the_worker_has_slots()
    {
        var busy = await OccupyTheSlot();
        var gate = Gate.New();
        gate.Open();
        var tasks = await host.Tasks.SendMany(Enumerable.Repeat(new WaitAtGate(gate.Name), 3));
        foreach (var task in tasks)
            await Eventually.Get(() => task.GetStatus(), status => status.State == TaskState.Received);

        Assert.That(gate.Arrived, Is.Zero);
        busy.Open();
        foreach (var task in tasks)
            Assert.That(await task.GetResult(Soon), Is.EqualTo("passed"));
    }

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    /// <summary>Trackers and workers hear of it by queues of their own: what the ones know, the others may not yet.</summary>
    private async Task WorkerKnowsRevocationOf(TaskHandle task)
    {
        var control = await host.ControlOf(Worker);
        await Eventually.Get(
            () => control.Revoked(Patient.Of(Worker)), known => known.Answers[Worker].TaskIds.Contains(task.TaskId));
    }

    private async Task<Gate> OccupyTheSlot()
    {
        var gate = Gate.New();
        await host.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();
        return gate;
    }
}

using Messaging.Contracts;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Failures;

[TestFixture]
public sealed class StoppedWorkerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private Dictionary<string, string?> settings = null!;
    private MessagingHost tracker = null!;

    [SetUp]
    public async Task StartTracker()
    {
        settings = Settings.RabbitMqAndPostgres();
        tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
    }

    [TearDown]
    public async Task StopTracker() => await tracker.DisposeAsync();

    [Test]
    public async Task A_stopping_worker_finishes_what_runs_and_puts_back_what_waits()
    {
        var worker = await MessagingHost.Start(
            settings.With(("Roles", "Worker"), ("Worker:Concurrency", "1")), TestTasks.Add);
        var running = Gate.New();
        var waiting = Gate.New();
        waiting.Open();
        var first = await tracker.Tasks.Send(new WaitAtGate(running.Name));
        await running.NextArrival();
        var second = await tracker.Tasks.Send(new WaitAtGate(waiting.Name));
        await Eventually.Get(() => second.GetStatus(), status => status.State == TaskState.Received);

        var stopping = worker.Stop();
        await worker.Log.WaitFor("Its message goes back to queue");
        Assert.That(stopping.IsCompleted, Is.False, "the running task is waited for");
        running.Open();
        await stopping;

        Assert.That(await first.GetResult(Soon), Is.EqualTo("passed"));
        Assert.That(waiting.Arrived, Is.Zero);

        await using var next = await MessagingHost.Start(settings.With(("Roles", "Worker")), TestTasks.Add);
        Assert.That(await second.GetResult(Soon), Is.EqualTo("passed"));
        await worker.DisposeAsync();
    }

    [Test]
    public async Task A_retry_that_waits_in_a_stopping_worker_is_made_by_another_and_no_attempt_twice()
    {
        var retrying = settings.With(("Roles", "Worker"), ("Worker:InProcessRetryLimit", "00:01:00"));
        // Its own clock is slow, so that it neither makes the retry before it is stopped nor hurries to hand it over.
        var worker = await MessagingHost.Start(
            retrying, TestTasks.Add, services => services.AddSingleton<TimeProvider>(new ScaledTime(0.1)));
        var task = await tracker.Tasks.Send(
            new AskAgain(Guid.NewGuid().ToString("N"), 1, TimeSpan.FromSeconds(4), IsSnooze: false));
        await Eventually.Get(() => task.GetStatus(), status => status.State == TaskState.Retrying);

        await worker.Stop();
        await using var next = await MessagingHost.Start(retrying, TestTasks.Add);

        Assert.That(await task.GetResult(Soon), Is.EqualTo(2));
        var status = await Eventually.Get(
            () => task.GetStatus(),
            status => status.Attempts.Any(run => run is { Number: 1, Outcome: TaskState.Retrying }));
        Assert.That(
            status.Attempts.Select(attempt => (attempt.Number, attempt.Outcome)),
            Is.EqualTo(new (int, TaskState?)[] { (1, TaskState.Retrying), (2, TaskState.Succeeded) }));
        await worker.DisposeAsync();
    }

    [Test]
    public async Task A_task_that_outlives_the_stop_timeout_is_cancelled_and_runs_again_elsewhere()
    {
        var worker = await MessagingHost.Start(
            settings.With(("Roles", "Worker"), ("Worker:StopTimeout", "00:00:00.5")), TestTasks.Add);
        var gate = Gate.New();
        var task = await tracker.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        await worker.Stop();
        gate.Open();
        await using var next = await MessagingHost.Start(settings.With(("Roles", "Worker")), TestTasks.Add);

        Assert.That(await task.GetResult(Soon), Is.EqualTo("passed"));
        // The run that was broken off stays in the history.
        var attempts = (await Eventually.Get(() => task.GetStatus(), status => status.Attempts.Count >= 2)).Attempts;
        Assert.That(attempts, Has.Count.EqualTo(2));
        Assert.That(attempts.Select(attempt => attempt.Number), Is.All.EqualTo(1));
        await worker.DisposeAsync();
    }
}

using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Failures;

/// <summary>A worker stops that runs tasks whose messages are settled.</summary>
[TestFixture]
public sealed class StoppedAtMostOnceTests
{
    private Dictionary<string, string?> settings = null!;
    private MessagingHost tracker = null!;

    [OneTimeSetUp]
    public async Task StartTracker()
    {
        settings = Settings.RabbitMqAndPostgres().With(("Tasks:test.wait:Acknowledge", "AtMostOnce"));
        tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
    }

    [OneTimeTearDown]
    public async Task StopTracker() => await tracker.DisposeAsync();

    [Test]
    public async Task A_stopping_worker_waits_for_what_runs()
    {
        var worker = await MessagingHost.Start(settings.With(("Roles", "Worker")), TestTasks.Add);
        var gate = Gate.New();
        var task = await tracker.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        var stopping = worker.Stop();
        await worker.Log.WaitFor("1 tasks run whose messages are settled");
        Assert.That(stopping.IsCompleted, Is.False);
        gate.Open();
        await stopping;
        await worker.DisposeAsync();

        Assert.That(await task.GetResult(Eventually.Deadline), Is.EqualTo("passed"));
    }

    [Test]
    public async Task What_outlives_the_stop_timeout_has_failed_and_does_not_run_again()
    {
        var worker = await MessagingHost.Start(
            settings.With(("Roles", "Worker"), ("Worker:StopTimeout", "00:00:00")),
            TestTasks.Add,
            services => services.AddSingleton(new DetachedRuns(new ScaledTime(0.1))));
        var gate = Gate.New();
        var task = await tracker.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        await worker.DisposeAsync();

        var status = await task.Wait(Eventually.Deadline);
        Assert.That((status.State, status.Error?.Type), Is.EqualTo((TaskState.Failed, TaskErrorTypes.WorkerLost)));
        Assert.That(gate.Arrived, Is.EqualTo(1));
        Assert.That((await tracker.DeadLetter(task.TaskId)).Letter.ErrorType, Is.EqualTo(TaskErrorTypes.WorkerLost));
    }
}

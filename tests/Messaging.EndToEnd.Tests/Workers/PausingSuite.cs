using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.EndToEnd.Tests.Workers;

/// <summary>Queues that are paused while their tasks run, for longer than a worker waits for tasks when it stops.</summary>
[Parallelizable(ParallelScope.Self)]
public abstract class PausingSuite
{
    private const string Worker = "the-worker";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);

    [Test]
    public async Task What_runs_goes_on_however_long_its_queue_is_paused_and_others_start_as_soon_as_it_is_resumed()
    {
        await using var host = await StartHost(NewSettings(), "Worker, Tracker", Worker, concurrency: 2);
        var control = await host.ControlOf(Worker);
        // Whoever pauses a queue waits for the workers that are known.
        var workers = host.Services.GetRequiredService<IWorkers>();
        await Eventually.Get(() => workers.List(), known => known.Count == 1);
        var gate = Gate.New();
        var running = await host.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        var paused = await control.PauseQueue("default", Soon);
        Assert.That(paused.IsComplete, Is.True, paused.Problem);
        var waiting = await host.Tasks.Send(new Add(1, 2));
        // That it outlasts this time is what is tested.
        await Task.Delay(1.5 * StopTimeout);
        var health = await Health(host);
        Assert.That((await waiting.GetStatus()).State, Is.Not.EqualTo(TaskState.Succeeded), "the queue is paused");

        var resumed = await control.ResumeQueue("default", Soon);
        Assert.That(resumed.IsComplete, Is.True, resumed.Problem);
        Assert.That(await waiting.GetResult(Soon), Is.EqualTo(3));
        Assert.That(gate.Passed, Is.Zero, "the first still runs");
        gate.Open();

        Assert.That(await running.GetResult(Soon), Is.EqualTo("passed"));
        Assert.That(gate.Arrived, Is.EqualTo(1), "it was not delivered twice");
        var status = await Eventually.Get(() => running.GetStatus(), found => found.State == TaskState.Succeeded);
        Assert.That(status.Attempts, Has.Count.EqualTo(1));
        Assert.That(health.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(health.Description, Does.Contain("default' (Paused)"));
        Assert.That((await Health(host)).Status, Is.EqualTo(HealthStatus.Healthy));
    }

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    /// <summary>Starts a process of the application.</summary>
    private protected static Task<MessagingHost> StartHost(
        Dictionary<string, string?> settings, string roles, string worker, int concurrency) =>
        MessagingHost.Start(
            settings.With(
                ("Roles", roles),
                ("Worker:Name", worker),
                ("Worker:Concurrency", $"{concurrency}"),
                ("Worker:HeartbeatInterval", "00:00:00.2"),
                ("Worker:StopTimeout", $"{StopTimeout}")),
            TestTasks.Add);

    private static async Task<HealthReportEntry> Health(MessagingHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["messaging-queues"];
    }
}

using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Processes;
using Messaging.Producers;
using Messaging.StateMachines;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Workers;

[TestFixture]
public sealed class LostWorkerTests
{
    private Dictionary<string, string?> settings = null!;

    [SetUp]
    public void ChooseSettings() => settings = Settings.RabbitMqAndPostgres().With(
        ("Worker:HeartbeatInterval", "00:00:00.2"), ("Tracking:WorkerGrace", "00:00:00"));

    [Test]
    public async Task A_worker_that_is_killed_is_lost_once_and_one_that_comes_back_is_online()
    {
        var losses = new RecordedLosses();
        await using var first = await StartTracker(losses);
        await using var second = await StartTracker(losses);
        var workers = first.Services.GetRequiredService<IWorkers>();

        using (var process = SampleProcess.Start(settings.With(("Worker:Name", "killed")), "--role", "Worker"))
        {
            var online = await Eventually.Get(() => workers.List(), known => known.Count == 1);
            Assert.That(online[0].Heartbeat.ProcessId, Is.EqualTo(process.Id));
            await process.Kill();
        }

        await Eventually.Get(() => workers.List(WorkerState.Lost), known => known.Count == 1);
        await Eventually.Get(() => Task.FromResult(losses.All), lost => lost.Count > 0);

        await using var again = await MessagingHost.Start(
            settings.With(("Roles", "Worker"), ("Worker:Name", "killed")), TestTasks.Add);
        await Eventually.Get(() => workers.Get("killed"), worker => worker.State == WorkerState.Online);
        // One that was silent for seconds before it was killed was lost then, too.
        Assert.That(losses.All.Select(loss => loss.Worker), Is.All.EqualTo("killed"));
        Assert.That(losses.All.Select(loss => loss.Since), Is.Unique, "told once, although two trackers follow it");
    }

    [Test]
    public async Task A_worker_that_stops_in_order_says_so_when_its_tasks_have_ended()
    {
        var losses = new RecordedLosses();
        await using var tracker = await StartTracker(losses, PatientTrackers.Add);
        var workers = tracker.Services.GetRequiredService<IWorkers>();
        await using var worker = await MessagingHost.Start(
            settings.With(("Roles", "Worker"), ("Worker:Name", "stopped")), TestTasks.Add);
        var gate = Gate.New();
        await tracker.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        var stopping = worker.Stop();
        var last = await Eventually.Get(
            () => workers.List(), known => known is [{ State: WorkerState.Stopping, Heartbeat.InFlight: 1 }]);
        Assert.That(last, Is.Not.Empty, "as long as tasks run, it is heard");
        gate.Open();
        await stopping;

        await Eventually.Get(() => workers.List(), known => known is [{ State: WorkerState.Stopped }]);
        Assert.That(losses.All, Is.Empty);
    }

    private Task<MessagingHost> StartTracker(IWorkerLoss losses, Action<IServiceCollection>? others = null) =>
        MessagingHost.Start(settings.With(("Roles", "Tracker")), services: services =>
        {
            services.AddSingleton(losses);
            others?.Invoke(services);
        });
}

using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Messaging.Redis.Tests.Application;

/// <summary>A worker of two queues, one of which the broker refuses, so that its bus never counts as started.</summary>
[TestFixture]
public sealed class RefusedQueueTests
{
    [Test]
    public async Task A_worker_waits_for_its_tasks_when_it_stops_though_another_of_its_queues_is_refused()
    {
        var settings = Settings.InMemory().With(
            ("Broker", TestServers.Redis),
            ("Prefix", Settings.NewPrefix()),
            ("Tracking:Store", "memory:"),
            ("Worker:Queues:0", "default"),
            ("Worker:Queues:1", "refused"));
        await TestRedis.Execute("SET", $"messaging:{{{settings["Messaging:Prefix"]}refused}}:info", "no hash");
        await using var host = await MessagingHost.Start(settings.With(("Roles", "Worker, Tracker")), TestTasks.Add);
        var gate = Gate.New();
        await host.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        var stopping = host.Stop();
        // It is asked to stop, which takes a moment, and must not end.
        await Task.WhenAny(stopping, Task.Delay(TimeSpan.FromSeconds(1)));
        Assert.That(stopping.IsCompleted, Is.False);
        gate.Open();
        await stopping.WaitAsync(Eventually.Deadline);

        Assert.That(gate.Passed, Is.EqualTo(1));
        Assert.That(host.Log.All, Has.None.Contains("disposed"));
    }

    [Test]
    public async Task A_process_whose_broker_is_away_stops_soon()
    {
        // Nothing listens on port 1.
        var settings = Settings.InMemory().With(
            ("Broker", "redis://127.0.0.1:1"), ("Tracking:Store", "memory:"), ("Roles", "Worker, Tracker"));
        // The host would end what takes longer, and nobody would see that.
        await using var host = await MessagingHost.Start(
            settings,
            TestTasks.Add,
            services => services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMinutes(10)));
        await host.Stop().WaitAsync(Eventually.Deadline);
    }
}

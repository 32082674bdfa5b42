using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Limits;

/// <summary>Three workers and a tracker. The tests take long and little, so they run side by side.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
public sealed class ClusterLimitTests
{
    private const int Count = 3_000;
    private const int Rate = 100;

    private readonly List<MessagingHost> workers = [];
    private MessagingHost tracker = null!;

    [OneTimeSetUp]
    public async Task StartHosts()
    {
        var settings = Settings.RabbitMqAndPostgres().With(
            ("Worker:Concurrency", "32"), ("Worker:PrefetchMultiplier", "70"));
        tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
        for (var index = 0; index < 3; index++)
            workers.Add(await MessagingHost.Start(settings.With(("Roles", "Worker")), LimitedTasks.Add));
    }

    [OneTimeTearDown]
    public async Task StopHosts()
    {
        foreach (var worker in workers)
            await worker.DisposeAsync();
        await tracker.DisposeAsync();
    }

    [Test]
    public async Task All_workers_together_never_start_more_than_the_limit_and_hardly_fewer()
    {
        var starts = Starts.New();
        string[] keys = ["north", "south"];

        await tracker.Tasks.SendMany(
            Enumerable.Range(0, Count).Select(index => new ClusterRated(starts.Name, keys[index % keys.Length])));
        await starts.Reach(Count);

        var ideal = TimeSpan.FromSeconds((double)Count / keys.Length / Rate);
        var took = keys.Select(key => starts.Of(key)[^1] - starts.Of(key)[0]).ToArray();
        var report = $"{string.Join(" and ", took)}, ideally {ideal}";
        await TestContext.Out.WriteLineAsync(report);
        Assert.Multiple(() =>
        {
            Assert.That(starts.Count, Is.EqualTo(Count));
            Assert.That(keys.Select(starts.MostInASecond), Has.All.LessThanOrEqualTo(Rate), report);
            // On a machine that has nothing else to do it is a tenth at most; other tests run beside this one.
            Assert.That(took, Has.All.LessThan(ideal * 1.6), report);
        });
    }

    [Test]
    public async Task Places_of_a_worker_that_has_died_come_free_and_no_more_run_at_the_same_time_than_allowed()
    {
        // A worker that has got both places of a key and is never heard of again.
        var places = new GetPermits
        {
            Worker = "dead",
            Leases =
            [
                new LeaseDemand
                {
                    Limit = "limits.clusterFew", Key = "=taken", Most = 2, Waiting = [Guid.NewGuid(), Guid.NewGuid()],
                },
            ],
        };
        var dead = await tracker.Services.GetRequiredService<IPermitSource>().Ask(places, default);
        Assert.That(dead.Permits.Leases.Single().Granted, Has.Count.EqualTo(2));
        var starts = Starts.New();
        await tracker.Tasks.SendMany(Enumerable.Range(0, 4).Select(_ => new ClusterFew(starts.Name, "taken", 50)));

        await tracker.Tasks.SendMany(Enumerable.Range(0, 12).Select(_ => new ClusterFew(starts.Name, "free", 50)));
        await starts.Reach(12);
        Assert.That(starts.Of("taken"), Is.Empty);

        await starts.Reach(16);
        Assert.That(new[] { starts.MostAtOnce("free"), starts.MostAtOnce("taken") }, Is.All.InRange(1, 2));
    }
}

using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.StateMachines;
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
            ("Worker:Concurrency", "32"), ("Worker:PrefetchMultiplier", "70"), ("Producer:QueryTimeout", "00:00:30"));
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
    public async Task All_workers_together_never_start_more_than_the_limit()
    {
        var starts = Starts.New();
        string[] keys = ["north", "south"];
        var before = Starts.Now;

        await tracker.Tasks.SendMany(
            Enumerable.Range(0, Count).Select(index => new ClusterRated(starts.Name, keys[index % keys.Length])));
        await starts.Reach(Count);

        // That there are hardly fewer either is for a machine that does nothing else: the benchmark `limits`.
        Assert.That(starts.Count, Is.EqualTo(Count));
        Assert.That(
            keys.Select(key => starts.MostWithin(TimeSpan.FromSeconds(1), key)), Has.All.LessThanOrEqualTo(Rate));
        Assert.That(
            keys.Select(key => starts.Of(key)[^1] - before),
            Has.All.GreaterThan(TimeSpan.FromSeconds((double)Count / keys.Length / Rate) - TimeSpan.FromSeconds(0.5)));
    }

    [Test]
    public async Task Places_of_a_worker_that_has_died_come_free_and_no_more_run_at_the_same_time_than_allowed()
    {
        // A worker that has got both places of a key.
        Guid[] runs = [Guid.NewGuid(), Guid.NewGuid()];
        var places = new LeaseDemand { Limit = "limits.clusterFew", Key = "=taken", Most = 2, Waiting = runs };
        var (heard, silence) = (Starts.Now, TimeSpan.Zero);
        Assert.That((await Ask(places)).Leases.Single().Granted, Has.Count.EqualTo(2));
        var starts = Starts.New();
        await tracker.Tasks.SendMany(Enumerable.Range(0, 4).Select(_ => new ClusterFew(starts.Name, "taken", 50)));

        await tracker.Tasks.SendMany(Enumerable.Range(0, 12).Select(_ => new ClusterFew(starts.Name, "free", 50)));
        await Eventually.Get(FreeWhileItLives, free => free == 12, TimeSpan.FromMinutes(2));
        var taken = starts.Of("taken");
        NoteSilence();
        // If this machine has stood still for so long, the worker was rightly taken for dead.
        if (silence < ConcurrencyLeases.Lease)
            Assert.That(taken, Is.Empty);

        // It is never heard of again.
        await starts.Reach(16);
        Assert.That(new[] { starts.MostAtOnce("free"), starts.MostAtOnce("taken") }, Is.All.EqualTo(2));

        async Task<int> FreeWhileItLives()
        {
            var asked = Starts.Now;
            await Ask(places with { Waiting = [], Held = runs });
            NoteSilence();
            heard = asked;
            return starts.Of("free").Length;
        }

        void NoteSilence() => silence = TimeSpan.FromTicks(Math.Max(silence.Ticks, (Starts.Now - heard).Ticks));
    }

    /// <summary>Asks as workers do: an answer that takes longer than three seconds is none, and is asked for anew.</summary>
    private async Task<Permits> Ask(LeaseDemand places)
    {
        var demand = new GetPermits { Worker = "dead", Leases = [places] };
        var source = tracker.Services.GetRequiredService<IPermitSource>();
        for (var left = 10; ; left--)
        {
            try
            {
                return (await source.Ask(demand, default)).Permits;
            }
            catch (TimeoutException) when (left > 0)
            {
                await TestContext.Out.WriteLineAsync("No answer yet.");
            }
        }
    }
}

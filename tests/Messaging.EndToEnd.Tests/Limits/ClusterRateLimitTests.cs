using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Limits;

[TestFixture]
public sealed class ClusterRateLimitTests
{
    private const int Count = 3_000;
    private const int Rate = 100;

    [Test]
    public async Task Three_workers_together_never_start_more_than_the_limit_and_hardly_fewer()
    {
        var settings = Settings.RabbitMqAndPostgres().With(
            ("Worker:Concurrency", "32"), ("Worker:PrefetchMultiplier", "70"));
        await using var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
        var workers = new List<MessagingHost>();
        for (var index = 0; index < 3; index++)
            workers.Add(await MessagingHost.Start(settings.With(("Roles", "Worker")), LimitedTasks.Add));
        var starts = Starts.New();
        string[] keys = ["north", "south"];

        await tracker.Tasks.SendMany(
            Enumerable.Range(0, Count).Select(index => new ClusterRated(starts.Name, keys[index % keys.Length])));
        await Eventually.Get(() => Task.FromResult(starts.Count), count => count >= Count, TimeSpan.FromMinutes(2));
        foreach (var worker in workers)
            await worker.DisposeAsync();

        var ideal = TimeSpan.FromSeconds((double)Count / keys.Length / Rate);
        var took = keys.Select(key => starts.Of(key)[^1] - starts.Of(key)[0]).ToArray();
        var report = $"{string.Join(" and ", took)}, ideally {ideal}";
        TestContext.Out.WriteLine(report);
        Assert.Multiple(() =>
        {
            Assert.That(starts.Count, Is.EqualTo(Count));
            Assert.That(keys.Select(starts.MostInASecond), Has.All.LessThanOrEqualTo(Rate), report);
            Assert.That(took, Has.All.LessThan(ideal * 1.1), report);
        });
    }
}

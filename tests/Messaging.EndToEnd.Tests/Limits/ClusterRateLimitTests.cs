using System.Diagnostics;
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
            ("Worker:Concurrency", "16"), ("Worker:PrefetchMultiplier", "16"));
        await using var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
        var workers = new List<MessagingHost>();
        for (var index = 0; index < 3; index++)
            workers.Add(await MessagingHost.Start(settings.With(("Roles", "Worker")), LimitedTasks.Add));
        var starts = Starts.New();
        string[] keys = ["north", "south"];

        var began = Stopwatch.GetTimestamp();
        await tracker.Tasks.SendMany(
            Enumerable.Range(0, Count).Select(index => new ClusterRated(starts.Name, keys[index % keys.Length])));
        await Eventually.Get(() => Task.FromResult(starts.Count), count => count >= Count, TimeSpan.FromMinutes(2));
        var took = Stopwatch.GetElapsedTime(began);
        foreach (var worker in workers)
            await worker.DisposeAsync();

        var ideal = TimeSpan.FromSeconds((double)Count / keys.Length / Rate);
        var report = string.Join(", ", keys.Select(key =>
            $"{key}: {starts.Of(key).Length} in {starts.Of(key)[^1] - starts.Of(key)[0]}, at most {starts.MostInASecond(key)}"));
        TestContext.Out.WriteLine($"{took} of {ideal}; {report}");
        Assert.Multiple(() =>
        {
            Assert.That(starts.Count, Is.EqualTo(Count));
            Assert.That(keys.Select(starts.MostInASecond), Has.All.LessThanOrEqualTo(Rate), report);
            Assert.That(took, Is.LessThan(ideal * 1.1), report);
        });
    }
}

using System.Globalization;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.Redis.Tests.Application;

/// <summary>A whole application: producer, worker and tracker, tracked in PostgreSQL.</summary>
[TestFixture]
public sealed class KilledServerTests
{
    private const int Count = 10_000;

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    [Test]
    public async Task Every_task_succeeds_when_redis_is_killed_in_the_middle_and_started_again()
    {
        await using var redis = await PrivateServer.Start("redis.sh", "--appendfsync", "always");
        var address = string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}?lock=5s");
        var settings = Settings.RabbitMqAndPostgres().With(
            ("Broker", address), ("Roles", "Producer, Worker, Tracker"));
        await using var host = await MessagingHost.Start(settings, TestTasks.Add);
        var table = settings["Messaging:Prefix"]!.Replace('-', '_') + "messaging_tasks";

        var first = host.Tasks.SendUntilConfirmed(Tasks(0));
        await Eventually.Get(() => Succeeded(table), count => count >= 500, Soon);
        await redis.Kill();
        // However fast the first ones were.
        var second = host.Tasks.SendUntilConfirmed(Tasks(Count / 2));
        await redis.Start();

        var sums = (await first.WaitAsync(Soon)).Concat(await second.WaitAsync(Soon));
        await Eventually.Get(() => Succeeded(table), count => count >= Count, Soon);
        var results = await Task.WhenAll(sums.Where((_, index) => index % 100 == 0).Select(sum => sum.GetResult(Soon)));
        Assert.That(results, Is.EqualTo(Enumerable.Range(0, Count / 100).Select(number => (number * 100) + 1)));
    }

    private static IEnumerable<Add> Tasks(int from) => Enumerable.Range(from, Count / 2).Select(number => new Add(number, 1));

    private static async Task<long> Succeeded(string table) => (long)(
        await PostgresTables.Query($"SELECT count(*) FROM {table} WHERE state = 'Succeeded'"))!;
}

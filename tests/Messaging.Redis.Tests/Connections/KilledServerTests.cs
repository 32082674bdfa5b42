using System.Collections.Concurrent;
using System.Globalization;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.Redis.Tests.Connections;

/// <summary>Redis is killed and started again on its append-only file.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class KilledServerTests
{
    private const int Count = 5_000;

    // Each of many batches waits for a disk that may be slow.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Test]
    public async Task No_message_that_was_taken_is_lost_and_none_that_was_deleted_comes_back()
    {
        await using var redis = await PrivateServer.Start("redis.sh", "--appendfsync", "always");
        var address = string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}");
        await using var sender = TestRedis.Open(address);
        await using var receiver = TestRedis.Open(address, TimeSpan.FromSeconds(1));
        // A deletion whose answer was lost may have been done, so all that came counts.
        var received = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var deleted = new HashSet<long>();
        var again = 0;

        var sending = Task.Run(() => Send(sender));
        var receiving = Task.Run(async () =>
        {
            while (received.Count < Count)
            {
                await Again(async () =>
                {
                    var held = await receiver.Receive("queue", 20, default);
                    again += held.Count(message => deleted.Contains(RedisReceipt.Of(message.Lock).Id));
                    foreach (var message in held)
                        received.TryAdd(TestRedis.Text(message), true);
                    var answers = await receiver.Delete("queue", [.. held.Select(message => message.Lock)], default);
                    for (var index = 0; index < held.Count; index++)
                    {
                        if (answers[index])
                            deleted.Add(RedisReceipt.Of(held[index].Lock).Id);
                    }

                    if (held.Count == 0)
                        await receiver.WaitForMessage("queue", TimeSpan.FromSeconds(1), default);
                });
            }
        });
        for (var kill = 1; kill <= 3; kill++)
        {
            await Eventually.Get(() => Task.FromResult(received.Count), count => count >= kill * Count / 5, Patience);
            await redis.Kill();
            await redis.Start();
        }

        await sending.WaitAsync(Patience);
        await receiving.WaitAsync(Patience);
        Assert.That(again, Is.Zero);
    }

    [Test]
    public async Task A_kill_loses_nothing_that_was_confirmed_also_when_the_disk_is_asked_once_a_second()
    {
        await using var redis = await PrivateServer.Start("redis.sh", "--appendfsync", "everysec");
        await using var broker = TestRedis.Open(
            string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}"));
        var confirmed = 0;
        var written = 0;
        var sending = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    await broker.Send([TestRedis.Message("queue", $"{confirmed}")], default);
                    confirmed++;
                }
            }
            catch (BrokerUnavailableException)
            {
                // Killed.
            }
        });
        await Eventually.Get(() => Task.FromResult(Volatile.Read(ref confirmed)), count => count >= 2_000, Patience);
        // While the disk does not keep up, Redis confirms what it has not written yet.
        await Eventually.Get(
            async () =>
            {
                written = Volatile.Read(ref confirmed);
                return (await TestRedis.Execute(redis.Port, "INFO", "persistence")).Text;
            },
            info => info.Contains("aof_buffer_length:0\r", StringComparison.Ordinal));
        await redis.Kill();
        await sending.WaitAsync(Eventually.Deadline);
        await redis.Start();

        await using var other = TestRedis.Open(
            string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}"));
        Assert.That((await other.Measure("queue", default))!.Waiting, Is.GreaterThanOrEqualTo(written));
    }

    [Test]
    public async Task Who_held_a_message_before_the_server_forgot_it_has_not_the_lock_of_the_next_holder()
    {
        await using var redis = await PrivateServer.Start("redis.sh");
        await using var broker = TestRedis.Open(
            string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}"));
        await broker.Send([TestRedis.Message("queue", "message")], default);
        var keys = (await TestRedis.Execute(redis.Port, "KEYS", "*")).Items.ToArray().Select(key => key.Text).ToArray();
        foreach (var key in keys)
            await TestRedis.Execute(redis.Port, "COPY", key, key, "DB", "1");
        var first = await broker.Receive("queue", 1, default);

        // As it was before, as after a failover to a replica that had not heard of it.
        await TestRedis.Execute(redis.Port, "SWAPDB", "0", "1");

        var second = await broker.Receive("queue", 1, default);
        Assert.That(second, Has.Count.EqualTo(1));
        Assert.That(await broker.Delete("queue", [first[0].Lock], default), Is.EqualTo(new[] { false }));
        Assert.That(await broker.Delete("queue", [second[0].Lock], default), Is.EqualTo(new[] { true }));
    }

    private static async Task Send(IPullBroker sender)
    {
        for (var batch = 0; batch < Count / 20; batch++)
        {
            var messages = Enumerable.Range(batch * 20, 20).Select(number => TestRedis.Message("queue", $"{number}"));
            OutgoingMessage[] all = [.. messages];
            await Again(() => sender.Send(all, default));
        }
    }

    private static Task<bool> Again(Func<Task> call) => Eventually.Succeed(
        async () =>
        {
            await call();
            return true;
        },
        exception => exception is BrokerUnavailableException,
        TimeSpan.FromMinutes(1));
}

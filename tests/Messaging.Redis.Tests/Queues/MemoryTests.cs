using System.Globalization;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.Redis.Tests.Queues;

/// <summary>What Redis keeps in memory, and what it does when that is used up.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class MemoryTests
{
    [Test]
    public async Task Nothing_is_left_of_messages_that_are_done_with()
    {
        var queue = TestRedis.NewName();
        await using var broker = TestRedis.Open();
        await broker.Send([.. Enumerable.Range(0, 1_000).Select(number => TestRedis.Message(queue, $"{number}"))], default);
        await broker.Send([TestRedis.Message(queue, "later") with { Delay = TimeSpan.FromMilliseconds(1) }], default);
        var first = await broker.Receive(queue, 10, default);
        await broker.Return(
            queue, [.. first.Select(message => new ReturnedMessage(message.Lock, TimeSpan.Zero, null))], default);

        await Eventually.Get(
            async () =>
            {
                var held = await broker.Receive(queue, 1_000, default);
                await broker.Delete(queue, [.. held.Select(message => message.Lock)], default);
                var depth = (await broker.Measure(queue, default))!;
                return held.Count + depth.Waiting + depth.Held + depth.Later;
            },
            left => left == 0);

        Assert.That(await Keys(queue), Is.EqualTo(new[] { $"messaging:{{{queue}}}:info" }));
    }

    [Test]
    public async Task A_temporary_queue_leaves_nothing_and_a_reply_to_it_leaves_nothing_either()
    {
        var queue = TestRedis.NewName();
        var idle = TimeSpan.FromMinutes(1);
        await using var broker = TestRedis.Open(TimeSpan.FromMilliseconds(1));
        await broker.Send([Reply("held"), Reply("later")], default);
        var held = await broker.Receive(queue, 2, default);
        await broker.Return(queue, [new ReturnedMessage(held[1].Lock, TimeSpan.FromHours(1), null)], default);
        // What lapsed is put back, which makes keys anew.
        await Eventually.Get(async () => (await broker.Measure(queue, default))!.Held, still => still == 0);
        var keys = await Keys(queue);
        Assert.That(keys, Has.Length.EqualTo(5));
        foreach (var key in keys)
            Assert.That((await TestRedis.Execute("PTTL", key)).Number, Is.Positive, key);

        await broker.DeclareQueue(new QueueDeclaration(queue, TimeSpan.FromMilliseconds(1)), default);
        await Eventually.Get(() => Keys(queue), left => left.Length == 0);

        OutgoingMessage Reply(string body) => TestRedis.Message(queue, body) with { DeleteWhenIdle = idle };
    }

    [Test]
    public async Task When_memory_is_used_up_nothing_is_taken_and_what_is_there_is_worked_off()
    {
        await using var redis = await PrivateServer.Start("redis.sh");
        await using var broker = TestRedis.Open(
            string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}"));
        var (queue, temporary) = (TestRedis.NewName(), TestRedis.NewName());
        await broker.DeclareQueue(new QueueDeclaration(temporary, TimeSpan.FromMinutes(1)), default);
        await broker.Send(
            [.. Enumerable.Range(0, 4).Select(number => TestRedis.Message(queue, $"{number}"))], default);
        await TestRedis.Execute(redis.Port, "CONFIG", "SET", "maxmemory", "1000");

        Assert.That(
            async () => await broker.Send([TestRedis.Message(queue, "more")], default),
            Throws.InstanceOf<BrokerUnavailableException>().With.Message.Contains("maxmemory"));
        var held = await broker.Receive(queue, 4, default);
        MessageLock[] locks = [.. held.Select(message => message.Lock)];
        Assert.That(await broker.Receive(temporary, 1, default), Is.Empty);
        Assert.That(await broker.Renew(queue, locks, default), Is.EqualTo(new[] { true, true, true, true }));
        Assert.That(await broker.Delete(queue, locks[..2], default), Is.EqualTo(new[] { true, true }));
        Assert.That(
            await broker.Return(queue, [new ReturnedMessage(locks[2], TimeSpan.Zero, null)], default), Is.All.True);
        Assert.That(
            await broker.Move(queue, locks[3], TestRedis.Message(queue + "_error", "moved"), default), Is.True);
    }

    [Test]
    public async Task When_memory_is_used_up_workers_start_and_what_was_held_by_those_who_died_is_handed_out()
    {
        await using var redis = await PrivateServer.Start("redis.sh");
        await using var broker = TestRedis.Open(
            string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}"), TimeSpan.FromMilliseconds(1));
        await broker.Send([TestRedis.Message("queue", "1"), TestRedis.Message("queue", "2")], default);
        Assert.That(await broker.Receive("queue", 2, default), Has.Count.EqualTo(2));
        await TestRedis.Execute(redis.Port, "CONFIG", "SET", "maxmemory", "1000");

        await broker.DeclareQueue(new QueueDeclaration("queue", null), default);
        await broker.DeclareQueue(new QueueDeclaration("another", null), default);
        await broker.DeclareQueue(new QueueDeclaration("temporary", TimeSpan.FromMinutes(1)), default);
        await broker.Subscribe(new TopicSubscription("topic", "temporary", IsTopic: false), default);
        await Eventually.Get(
            async () => (await broker.Receive("queue", 2, default)).Sum(message => message.DeliveriesBefore),
            deliveries => deliveries >= 2);
    }

    [Test]
    public async Task Scripts_that_somebody_flushes_are_loaded_again()
    {
        await using var redis = await PrivateServer.Start("redis.sh");
        await using var broker = TestRedis.Open(
            string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}"));
        await broker.Send([TestRedis.Message("queue", "1")], default);

        await TestRedis.Execute(redis.Port, "SCRIPT", "FLUSH");

        await broker.Send([TestRedis.Message("queue", "2"), TestRedis.Message("other", "3")], default);
        Assert.That(
            (await broker.Receive("queue", 9, default)).Select(TestRedis.Text), Is.EqualTo(new[] { "1", "2" }));
    }

    [Test]
    public async Task A_queue_that_vanishes_is_an_outage_for_those_who_use_it()
    {
        await using var redis = await PrivateServer.Start("redis.sh");
        await using var broker = TestRedis.Open(
            string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}"));
        foreach (var idle in new TimeSpan?[] { TimeSpan.FromMinutes(1), null })
        {
            await broker.DeclareQueue(new QueueDeclaration("queue", idle), default);
            Assert.That(await broker.Receive("queue", 1, default), Is.Empty);

            await TestRedis.Execute(redis.Port, "FLUSHDB");

            Assert.That(
                async () => await broker.Receive("queue", 1, default),
                Throws.InstanceOf<BrokerUnavailableException>().With.Message.Contains("no queue 'queue' any more"));
            Assert.That(
                async () => await broker.WaitForMessage("queue", TimeSpan.FromMinutes(1), default),
                Throws.InstanceOf<BrokerUnavailableException>());
            Assert.That(
                async () => await broker.Keep("queue", default), Throws.InstanceOf<BrokerUnavailableException>());
        }
    }

    private static async Task<string[]> Keys(string queue)
    {
        var reply = await TestRedis.Execute("KEYS", $"messaging:{{{queue}}}*");
        return [.. reply.Items.ToArray().Select(key => key.Text)];
    }
}

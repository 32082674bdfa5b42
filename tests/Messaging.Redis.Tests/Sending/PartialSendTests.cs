using System.Globalization;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.Redis.Tests.Sending;

/// <summary>One batch, of which Redis takes some and refuses some.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class PartialSendTests
{
    [Test]
    public async Task What_was_sent_is_told_from_what_was_refused()
    {
        var (queue, broken) = (TestRedis.NewName(), TestRedis.NewName());
        await using var broker = TestRedis.Open();
        await TestRedis.Execute("SET", $"messaging:{{{broken}}}:info", "no hash");
        await broker.DeclareQueue(new QueueDeclaration(queue, null), default);
        foreach (var target in new[] { queue, broken })
            await broker.Subscribe(new TopicSubscription(queue + "-topic", target, IsTopic: false), default);

        var sent = Assert.ThrowsAsync<PartialSendException>(async () => await broker.Send(
            [
                TestRedis.Message(queue, "1"),
                TestRedis.Message(broken, "2"),
                TestRedis.Message(queue, "3"),
                TestRedis.Message(queue + "-topic", "4") with { IsTopic = true },
            ],
            default))!;

        Assert.That(sent.Failures.Select(failure => failure is null), Is.EqualTo(new[] { true, false, true, false }));
        Assert.That(sent.Failures[1], Is.InstanceOf<InvalidOperationException>().With.Message.Contains("WRONGTYPE"));
        Assert.That(
            (await broker.Receive(queue, 9, default)).Select(TestRedis.Text), Is.EqualTo(new[] { "1", "3", "4" }));
    }

    [Test]
    public async Task What_came_after_memory_was_used_up_is_told_and_can_be_sent_again_and_nothing_is_lost()
    {
        await using var redis = await PrivateServer.Start("redis.sh");
        await using var broker = TestRedis.Open(
            string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}"));
        await broker.DeclareQueue(new QueueDeclaration("queue", null), default);
        // About twice as much as there is room for.
        var messages = Enumerable.Range(0, 60).Select(number => TestRedis.Message("queue", Long(number))).ToArray();
        await LimitMemory(redis.Port, more: 6_000_000);

        var sent = Assert.ThrowsAsync<PartialSendException>(async () => await broker.Send(messages, default))!;

        Assert.That(sent.Failures, Has.Some.Null);
        Assert.That(
            sent.Failures.Where(failure => failure is not null),
            Is.Not.Empty.And.All.InstanceOf<BrokerUnavailableException>().With.Message.Contains("maxmemory"));
        var (taken, refused) = (Those(isSent: true), Those(isSent: false));
        Assert.That((await broker.Measure("queue", default))!.Waiting, Is.EqualTo(taken.Length));
        await TestRedis.Execute(redis.Port, "CONFIG", "SET", "maxmemory", "0");
        await broker.Send(refused, default);
        var received = await Receive(broker, messages.Length);
        Assert.That(
            received.Select(message => message.Content.Id),
            Is.EqualTo(taken.Concat(refused).Select(message => message.Content.Id)));

        OutgoingMessage[] Those(bool isSent) =>
            [.. messages.Where((_, index) => sent.Failures[index] is null == isSent)];
    }

    [Test]
    public async Task One_that_is_refused_alone_is_an_error_as_such()
    {
        var broken = TestRedis.NewName();
        await using var broker = TestRedis.Open();
        await TestRedis.Execute("SET", $"messaging:{{{broken}}}:info", "no hash");

        Assert.That(
            async () => await broker.Send([TestRedis.Message(broken, "1")], default),
            Throws.InvalidOperationException.With.Message.Contains("WRONGTYPE"));
    }

    private static string Long(int number) => number.ToString(CultureInfo.InvariantCulture).PadLeft(200_000);

    private static async Task LimitMemory(int port, long more)
    {
        var info = (await TestRedis.Execute(port, "INFO", "memory")).Text;
        var used = info.Split("used_memory:")[1].Split('\r')[0];
        var most = long.Parse(used, CultureInfo.InvariantCulture) + more;
        await TestRedis.Execute(port, "CONFIG", "SET", "maxmemory", most.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<List<HeldMessage>> Receive(IPullBroker broker, int count)
    {
        var received = new List<HeldMessage>();
        await Eventually.Get(
            async () =>
            {
                received.AddRange(await broker.Receive("queue", count - received.Count, default));
                return received.Count;
            },
            found => found == count);
        return received;
    }
}

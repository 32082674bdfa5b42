using Messaging.PullTransport;

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
    public async Task One_that_is_refused_alone_is_an_error_as_such()
    {
        var broken = TestRedis.NewName();
        await using var broker = TestRedis.Open();
        await TestRedis.Execute("SET", $"messaging:{{{broken}}}:info", "no hash");

        Assert.That(
            async () => await broker.Send([TestRedis.Message(broken, "1")], default),
            Throws.InvalidOperationException.With.Message.Contains("WRONGTYPE"));
    }
}

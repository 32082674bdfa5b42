using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class MessageLimitsTests
{
    private SqsPullBroker broker = null!;
    private string queue = null!;

    [SetUp]
    public void Open()
    {
        broker = SqsServer.Open(TimeSpan.FromMinutes(1), settings: "&maxMessageBytes=2000");
        queue = $"{Settings.NewPrefix()}queue";
    }

    [TearDown]
    public async Task Close() => await broker.DisposeAsync();

    [Test]
    public async Task A_message_that_is_too_long_is_refused_before_anything_is_sent()
    {
        await broker.DeclareQueue(new QueueDeclaration(queue, null), default);

        Assert.That(
            () => broker.Send([Message(100), Message(2_000)], default),
            Throws.InvalidOperationException.With.Message.EqualTo(
                $"A message to '{queue}' has 2056 bytes with its headers, and SQS takes 2000. It was not sent. Send a "
                + "reference to what is large instead. If your account takes up to 1048576 bytes, write "
                + "maxMessageBytes=1048576 behind the address in Messaging:Broker. Bodies that are not text grow by a "
                + "third."));
        Assert.That(await broker.Receive(queue, 10, default), Is.Empty);
    }

    [Test]
    public async Task Messages_that_are_long_go_in_batches_that_are_short_enough()
    {
        await broker.Send([.. Enumerable.Range(0, 7).Select(_ => Message(900))], default);

        await Eventually.Get(() => broker.Measure(queue, default), depth => depth?.Waiting == 7);
    }

    [Test]
    public void A_delay_that_SQS_does_not_have_is_refused() => Assert.That(
        () => broker.Send([Message(1) with { Delay = TimeSpan.FromMinutes(16) }], default),
        Throws.InvalidOperationException.With.Message.Contains("SQS delays by 00:15:00 at most. Schedule it instead"));

    [Test]
    public async Task A_return_for_later_than_SQS_has_is_refused_and_the_message_still_held()
    {
        await broker.Send([Message(1)], default);
        var held = (await Eventually.Get(() => broker.Receive(queue, 1, default), some => some.Count == 1))[0];

        Assert.That(
            () => broker.Return(queue, [new ReturnedMessage(held.Lock, TimeSpan.FromHours(13), null)], default),
            Throws.InvalidOperationException.With.Message.Contains("SQS can do that for 12:00:00 at most."));

        Assert.That(await broker.Delete(queue, [held.Lock], default), Is.EqualTo(new[] { true }));
    }

    [Test]
    public void A_durable_queue_whose_name_SQS_does_not_allow_is_refused()
    {
        Assert.That(
            () => broker.DeclareQueue(new QueueDeclaration("my queue", null), default),
            Throws.InvalidOperationException.With.Message.Contains("SQS allows no queue named 'my queue' (8 characters)"));
        Assert.That(
            () => broker.Send([Message(1) with { Target = "my queue" }], default),
            Throws.InvalidOperationException.With.Message.Contains("Rename it in Messaging:Worker:Queues"));
    }

    private OutgoingMessage Message(int length) => new(
        queue, IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), new byte[length].Select(_ => (byte)'x').ToArray()));
}

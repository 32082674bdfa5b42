using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class MessageSizeTests
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
    public async Task A_message_that_is_too_long_is_refused_before_it_is_sent()
    {
        await broker.DeclareQueue(new QueueDeclaration(queue, null), default);

        Assert.That(
            () => broker.Send([Message(2_000)], default),
            Throws.InvalidOperationException.With.Message.EqualTo(
                $"A message to '{queue}' has 2058 bytes with its headers, and SQS takes 2000. It was not sent. Send a "
                + "reference to what is large instead. If your account takes up to 1048576 bytes, write "
                + "maxMessageBytes=1048576 behind the address in Messaging:Broker. Bodies that are not text grow by a "
                + "third."));
        Assert.That(await broker.Receive(queue, 10, default), Is.Empty);
    }

    [Test]
    public async Task Messages_that_are_long_go_in_batches_that_are_short_enough()
    {
        await using var gateway = await SqsGateway.Start();
        await using var counted = SqsServer.Open(TimeSpan.FromMinutes(1), gateway.Address, "&maxMessageBytes=2000");

        await counted.Send([.. Enumerable.Range(0, 7).Select(_ => Message(900))], default);

        Assert.That(gateway.Count("SendMessageBatch"), Is.EqualTo(4), "two of them in 2,000 bytes");
        await Eventually.Get(() => broker.Measure(queue, default), depth => depth?.Waiting == 7);
    }

    [Test]
    public async Task A_message_that_grows_as_it_fails_is_moved_with_its_headers_cut()
    {
        await broker.Send([Message(1_700)], default);
        var held = await TakeOne(queue);
        var properties = $$"""{"reason":"short","trace":"{{new string('t', 9_000)}}","count":3}""";
        var content = held.Content with { Properties = System.Text.Encoding.UTF8.GetBytes(properties) };

        Assert.That(
            await broker.Move(queue, held.Lock, new OutgoingMessage($"{queue}_error", IsTopic: false, content), default),
            Is.True);

        var moved = (await TakeOne($"{queue}_error")).Content;
        Assert.That(moved.Body.ToArray(), Is.EqualTo(held.Content.Body.ToArray()));
        Assert.That(
            System.Text.Encoding.UTF8.GetString(moved.Properties.Span),
            Does.Match("""^{"reason":"short","trace":"t+ \(cut\)","count":3}$"""));
    }

    [Test]
    public void A_durable_queue_whose_name_SQS_does_not_allow_is_refused()
    {
        Assert.That(
            () => broker.DeclareQueue(new QueueDeclaration("my queue", null), default),
            Throws.TypeOf<BrokerUnavailableException>().With.Message.Contains(
                "SQS allows no queue named 'my queue' (8 characters)"));
        Assert.That(
            () => broker.Send([Message(1) with { Target = "my queue" }], default),
            Throws.InvalidOperationException.With.Message.Contains("Rename it in Messaging:Worker:Queues"));
    }

    private async Task<HeldMessage> TakeOne(string from) =>
        (await Eventually.Get(() => broker.Receive(from, 1, default), some => some.Count == 1))[0];

    private OutgoingMessage Message(int length) => new(
        queue, IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), new byte[length].Select(_ => (byte)'x').ToArray()));
}

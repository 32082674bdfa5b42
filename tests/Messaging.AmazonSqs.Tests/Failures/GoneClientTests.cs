using System.Text;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

/// <summary>What is sent to a queue that was deleted a moment ago: SQS makes no other of its name.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GoneClientTests
{
    private readonly string queue = $"{Settings.NewPrefix()}replies";
    private SqsGateway gateway = null!;
    private SqsPullBroker broker = null!;

    [SetUp]
    public async Task Open()
    {
        gateway = await SqsGateway.Start();
        broker = SqsServer.Open(TimeSpan.FromMinutes(1), gateway.Address);
    }

    [TearDown]
    public async Task Close()
    {
        gateway.Answer = (_, _) => null;
        await broker.DisposeAsync();
        await gateway.DisposeAsync();
    }

    [TestCase("messaging-temporary-", TestName = "An_answer_to_a_client_that_has_just_stopped_is_for_nobody")]
    [TestCase("replies", TestName = "An_answer_is_for_nobody_although_the_note_of_its_queue_could_be_made")]
    public async Task An_answer_to_nobody(string deleted)
    {
        Refuse(deleted);

        await broker.Send([Message() with { DeleteWhenIdle = TimeSpan.FromMinutes(1) }], default);

        Assert.That(gateway.Count("SendMessageBatch"), Is.Zero);
        Assert.That(await broker.Measure(queue, default), Is.Null);
    }

    [Test]
    public void A_message_to_a_durable_queue_waits_until_it_can_be_made()
    {
        Refuse("replies");

        Assert.That(
            () => broker.Send([Message()], default),
            Throws.TypeOf<BrokerUnavailableException>().With.Message.Contains("less than 60 seconds ago"));
    }

    private void Refuse(string name) => gateway.Answer = (action, body) =>
        action == "CreateQueue" && $"{body["QueueName"]}".Contains(name, StringComparison.Ordinal)
            ? GatewayAnswer.Error(400, "QueueDeletedRecently")
            : null;

    private OutgoingMessage Message() => new(
        queue, IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes("answer")));
}

using System.Text;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

/// <summary>Of messages that are sent together some fail.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PartialSendTests
{
    private const string Action = "SendMessageBatch";

    private readonly string prefix = Settings.NewPrefix();
    private SqsGateway gateway = null!;
    private SqsPullBroker broker = null!;

    [SetUp]
    public async Task Open()
    {
        gateway = await SqsGateway.Start();
        broker = SqsServer.Open(TimeSpan.FromMinutes(1), gateway.Address, $"&prefix={prefix}");
    }

    [TearDown]
    public async Task Close()
    {
        gateway.Answer = (_, _) => null;
        await broker.DisposeAsync();
        await gateway.DisposeAsync();
    }

    [Test]
    public async Task A_queue_that_cannot_be_reached_fails_its_own_messages_only()
    {
        gateway.Answer = (action, body) => action == Action && $"{body["QueueUrl"]}".EndsWith("bad", StringComparison.Ordinal)
            ? GatewayAnswer.Error(503, "ServiceUnavailable")
            : null;

        var failures = await Failures(Message("good", "1"), Message("bad", "2"), Message("good", "3"));

        Assert.That(
            failures.Select(failure => failure?.GetType()),
            Is.EqualTo(new[] { null, typeof(BrokerUnavailableException), null }));
        Assert.That(await Bodies("good", 2), Is.EquivalentTo(new[] { "1", "3" }));
    }

    [Test]
    public async Task A_message_that_is_too_long_fails_alone()
    {
        var failures = await Failures(Message("queue", "1"), Message("queue", new string('x', 300_000)));

        Assert.That(failures[0], Is.Null);
        Assert.That(failures[1], Is.TypeOf<InvalidOperationException>());
        Assert.That(await Bodies("queue", 1), Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public async Task A_name_that_SQS_does_not_allow_fails_its_own_messages_only()
    {
        var failures = await Failures(Message("not allowed", "1"), Message("queue", "2"));

        Assert.That(failures[0]?.Message, Does.StartWith($"SQS allows no queue named '{prefix}not allowed'"));
        Assert.That(await Bodies("queue", 1), Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public async Task Those_of_a_batch_that_were_taken_are_not_sent_again_if_SQS_goes_away_before_the_others_are()
    {
        var asked = 0;
        gateway.Answer = (action, body) =>
        {
            if (action != Action)
                return null;
            if (Interlocked.Increment(ref asked) > 1)
                return GatewayAnswer.Error(503, "ServiceUnavailable");
            body["Entries"]!.AsArray().RemoveAt(1);
            return null;
        };
        gateway.Change = (action, answer) =>
        {
            if (action == Action)
            {
                answer["Failed"] = System.Text.Json.Nodes.JsonNode.Parse(
                    """[{"Id":"1","SenderFault":false,"Code":"InternalError","Message":"because"}]""");
            }
        };

        var failures = await Failures(Message("queue", "0"), Message("queue", "1"));

        Assert.That(failures[0], Is.Null);
        Assert.That(failures[1], Is.TypeOf<BrokerUnavailableException>());
    }

    [Test]
    public async Task A_message_to_a_queue_is_not_lost_with_one_that_was_published_to_it()
    {
        await broker.Subscribe(new TopicSubscription("topic", "queue", IsTopic: false), default);

        await broker.Send([Message("topic", "published") with { IsTopic = true }, Message("queue", "sent")], default);

        Assert.That(await Bodies("queue", 2), Does.Contain("sent"));
    }

    [Test]
    public void Who_may_not_send_is_told_and_it_is_no_outage()
    {
        gateway.Answer = (action, _) => action == Action ? GatewayAnswer.Error(403, "AccessDeniedException") : null;

        Assert.That(
            () => broker.Send([Message("queue", "message")], default),
            Throws.InvalidOperationException.With.Message.Contains("allows sqs:SendMessage on these queues"));
    }

    private async Task<IReadOnlyList<Exception?>> Failures(params OutgoingMessage[] messages)
    {
        try
        {
            await broker.Send(messages, default);
        }
        catch (PartialSendException exception)
        {
            return exception.Failures;
        }

        throw new AssertionException("All were sent.");
    }

    private static OutgoingMessage Message(string queue, string body) => new(
        queue, IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes(body)));

    private async Task<IEnumerable<string>> Bodies(string queue, int count) =>
        (await Eventually.Get(() => broker.Receive(queue, count, default), some => some.Count == count))
            .Select(message => Encoding.UTF8.GetString(message.Content.Body.Span));
}

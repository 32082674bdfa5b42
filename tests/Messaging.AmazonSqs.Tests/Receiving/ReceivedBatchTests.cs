using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

/// <summary>What becomes of the messages that one request has brought.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReceivedBatchTests
{
    private readonly string queue = $"{Settings.NewPrefix()}queue";
    private SqsGateway gateway = null!;
    private SqsPullBroker broker = null!;

    [SetUp]
    public async Task Open()
    {
        gateway = await SqsGateway.Start();
        broker = SqsServer.Open(TimeSpan.FromMinutes(1), gateway.Address);
        await broker.DeclareQueue(new QueueDeclaration(queue, null), default);
    }

    [TearDown]
    public async Task Close()
    {
        gateway.Answer = (_, _) => null;
        await broker.DisposeAsync();
        await gateway.DisposeAsync();
    }

    [Test]
    public async Task One_that_is_early_and_cannot_be_given_back_does_not_keep_the_others_from_being_received()
    {
        var due = DateTimeOffset.UnixEpoch.AddYears(200);
        var sent = DateTimeOffset.UnixEpoch.AddYears(50);
        gateway.Answer = (action, _) => action switch
        {
            "ReceiveMessage" => Messages(Json("early", sent, due), Json("ready", sent, null)),
            "ChangeMessageVisibilityBatch" => GatewayAnswer.Error(503, "ServiceUnavailable"),
            _ => null,
        };

        var taken = await broker.Receive(queue, 10, default);

        Assert.That(
            taken.Select(message => Encoding.UTF8.GetString(message.Content.Body.Span)), Is.EqualTo(new[] { "ready" }));
    }

    [Test]
    public async Task A_purge_leaves_what_is_sent_after_it_has_begun()
    {
        var asked = 0;
        gateway.Answer = (action, _) => action != "ReceiveMessage" ? null : Interlocked.Increment(ref asked) == 1
            ? Messages(Json("late", TimeProvider.System.GetUtcNow().AddMilliseconds(1), null))
            : Messages();

        Assert.That(await broker.Purge(queue, default), Is.Zero);
        Assert.That(gateway.Count("DeleteMessageBatch") - 1, Is.Zero, "one that the check of permissions asks for");
    }

    private static GatewayAnswer Messages(params string[] messages) =>
        new(200, $$"""{"Messages":[{{string.Join(',', messages)}}]}""");

    private static string Json(string name, DateTimeOffset sent, DateTimeOffset? due)
    {
        var attribute = string.Create(
            CultureInfo.InvariantCulture, $"{Guid.NewGuid():N} 0 0 {due?.ToUnixTimeMilliseconds() ?? 0} - {{}}");
        return new JsonObject
        {
            ["MessageId"] = $"{Guid.NewGuid()}",
            ["ReceiptHandle"] = name,
            ["Body"] = name,
            ["Attributes"] = new JsonObject
            {
                ["SentTimestamp"] = sent.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
                ["ApproximateReceiveCount"] = "1",
            },
            ["MessageAttributes"] = new JsonObject
            {
                ["Messaging"] = new JsonObject { ["DataType"] = "String", ["StringValue"] = attribute },
            },
        }.ToJsonString();
    }
}

using System.Text.Json.Nodes;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

/// <summary>What SQS answers when it does not do what it is asked.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RefusalTests
{
    private const string Send = "SendMessageBatch";

    private SqsGateway gateway = null!;
    private SqsPullBroker broker = null!;
    private string queue = null!;
    private int asked;

    [SetUp]
    public async Task Open()
    {
        gateway = await SqsGateway.Start();
        broker = SqsServer.Open(TimeSpan.FromMinutes(1), gateway.Address);
        queue = $"{Settings.NewPrefix()}queue";
    }

    [TearDown]
    public async Task Close()
    {
        gateway.Answer = (_, _) => null;
        await broker.DisposeAsync();
        await gateway.DisposeAsync();
    }

    [TestCase(503, "ServiceUnavailable")]
    [TestCase(500, "InternalError")]
    [TestCase(400, "RequestThrottled")]
    [TestCase(400, "ThrottlingException")]
    public async Task What_is_refused_in_passing_is_asked_again(int status, string code)
    {
        gateway.Answer = (action, _) =>
            action == Send && Interlocked.Increment(ref asked) < 4 ? GatewayAnswer.Error(status, code) : null;

        await broker.Send([Message("message")], default);

        Assert.That(asked, Is.EqualTo(4));
        Assert.That(await Bodies(1), Is.EqualTo(new[] { "message" }));
    }

    [Test]
    public void What_is_refused_again_and_again_is_told()
    {
        gateway.Answer = (action, _) =>
            action == Send ? GatewayAnswer.Error(503, "ServiceUnavailable", "Busy.") : null;

        Assert.That(
            () => broker.Send([Message("message")], default),
            Throws.TypeOf<BrokerUnavailableException>().With.Message.EqualTo(
                $"sqs://eu-west-1?endpoint={gateway.Address} does not answer. SQS answered ServiceUnavailable (503): "
                + "Busy."));
        Assert.That(gateway.Count(Send), Is.EqualTo(4));
    }

    [Test]
    public async Task Of_a_batch_only_those_are_sent_again_that_failed_in_passing()
    {
        gateway.Answer = (action, body) => Fail(action, body, "1", senderFault: false, "InternalError", times: 2);

        await broker.Send([Message("0"), Message("1"), Message("2")], default);

        Assert.That(gateway.Count(Send), Is.EqualTo(3));
        Assert.That(await Bodies(3), Is.EquivalentTo(new[] { "0", "1", "2" }));
        Assert.That(await broker.Receive(queue, 10, default), Is.Empty);
    }

    [Test]
    public async Task Of_a_batch_those_that_are_refused_for_good_are_told_and_the_others_sent()
    {
        gateway.Answer = (action, body) => Fail(action, body, "1", senderFault: true, "InvalidParameterValue", times: 1);

        Assert.That(
            () => broker.Send([Message("0"), Message("1"), Message("2")], default),
            Throws.TypeOf<PartialSendException>().With.Message.EqualTo(
                $"1 of 3 messages were not sent. The first: SQS refuses a message to '{queue}', and it was not sent. It says "
                + "InvalidParameterValue: because"));

        Assert.That(gateway.Count(Send), Is.EqualTo(1));
        Assert.That(await Bodies(2), Is.EquivalentTo(new[] { "0", "2" }));
    }

    [Test]
    public async Task A_deletion_that_fails_in_passing_is_done_again_for_those_that_failed()
    {
        await broker.Send([Message("0"), Message("1")], default);
        var held = await Take(2);
        gateway.Answer = (action, body) =>
            Fail(action, body, "1", senderFault: false, "InternalError", times: 1, batch: "DeleteMessageBatch");

        Assert.That(
            await broker.Delete(queue, [.. held.Select(message => message.Lock)], default), Is.All.True);
        Assert.That(gateway.Count("DeleteMessageBatch"), Is.EqualTo(2));
        Assert.That((await broker.Measure(queue, default))?.Held, Is.Zero);
    }

    [Test]
    public async Task A_lock_that_SQS_does_not_know_any_more_is_told_and_the_others_extended()
    {
        await broker.Send([Message("0"), Message("1")], default);
        var held = await Take(2);
        gateway.Answer = (action, body) => Fail(
            action, body, "1", senderFault: true, "ReceiptHandleIsInvalid", times: 1, batch: "ChangeMessageVisibilityBatch");

        Assert.That(
            await broker.Renew(queue, [.. held.Select(message => message.Lock)], default),
            Is.EqualTo(new[] { true, false }));
    }

    [TestCase(403, "AccessDeniedException")]
    [TestCase(403, "InvalidClientTokenId")]
    [TestCase(400, "UnrecognizedClientException")]
    [TestCase(400, "ExpiredTokenException")]
    public async Task Who_may_not_is_told_what_to_look_at(int status, string code)
    {
        gateway.Answer = (_, _) => GatewayAnswer.Error(status, code, "No.");

        Assert.That(
            await broker.FindFault(default),
            Is.EqualTo(
                $"sqs://eu-west-1?endpoint={gateway.Address} does not let this process do ListQueues. SQS answered {code} "
                + $"({status}): No. Check the credentials and their region, and that their policy allows sqs:ListQueues on "
                + "these queues; docs/brokers/sqs.md lists all that is needed."));
        Assert.That(
            () => broker.Send([Message("message")], default),
            Throws.TypeOf(code == "AccessDeniedException" ? typeof(InvalidOperationException) : typeof(BrokerUnavailableException))
                .With.Message.Contains("sqs:GetQueueUrl"));
        Assert.That(gateway.Count("ListQueues"), Is.EqualTo(1));
        var refused = Assert.ThrowsAsync<BrokerUnavailableException>(() => broker.Measure(queue, default));
        Assert.That(refused.IsForbidden, Is.EqualTo(code == "AccessDeniedException"));
    }

    [Test]
    public async Task A_queue_that_was_deleted_a_moment_ago_is_made_when_SQS_lets_it()
    {
        gateway.Answer = (action, _) =>
            action == "CreateQueue" ? GatewayAnswer.Error(400, "QueueDeletedRecently") : null;
        var declaration = new QueueDeclaration(queue, DeleteWhenIdle: null);
        Assert.That(
            () => broker.DeclareQueue(declaration, default),
            Throws.TypeOf<BrokerUnavailableException>().With.Message.Contains("less than 60 seconds ago"));

        gateway.Answer = (_, _) => null;
        await broker.DeclareQueue(declaration, default);

        Assert.That(await broker.Measure(queue, default), Is.Not.Null);
    }

    [Test]
    public async Task A_queue_that_somebody_deletes_is_made_again_by_the_next_message()
    {
        await broker.Send([Message("lost with its queue")], default);
        await Delete(queue);

        await broker.Send([Message("message")], default);

        Assert.That(await Bodies(1), Is.EqualTo(new[] { "message" }));
    }

    [Test]
    public async Task Who_receives_from_a_queue_that_somebody_deletes_is_told_to_declare_it_again()
    {
        await broker.Send([Message("message")], default);
        var held = await Take(1);
        await Delete(queue);

        Assert.That(
            () => broker.Receive(queue, 1, default),
            Throws.TypeOf<BrokerUnavailableException>().With.Message.Contains($"Queue '{queue}' is not there"));
        Assert.That(await broker.Delete(queue, [held[0].Lock], default), Is.EqualTo(new[] { false }));
        await broker.DeclareQueue(new QueueDeclaration(queue, null), default);
        Assert.That(await broker.Receive(queue, 1, default), Is.Empty);
    }

    [Test]
    public async Task What_SQS_does_without_a_word_is_done()
    {
        await broker.DeclareQueue(new QueueDeclaration(queue, TimeSpan.FromMinutes(1)), default);
        await broker.DeclareQueue(new QueueDeclaration(queue, TimeSpan.FromMinutes(1)), default);
        await broker.DisposeAsync();

        Assert.That((gateway.Count("TagQueue"), gateway.Count("DeleteQueue")), Is.EqualTo((1, 2)));
    }

    [TestCase(-1)]
    [TestCase(1)]
    public async Task A_clock_that_is_hours_off_is_no_trouble(int hours)
    {
        gateway.Clock = new WrongClock(TimeSpan.FromHours(hours));
        var isRefused = 0;
        gateway.Answer = (action, _) => action == "GetQueueUrl" && Interlocked.Increment(ref isRefused) == 1
            ? GatewayAnswer.Error(403, "InvalidSignatureException", "Signature expired")
            : null;

        await broker.Send([Message("message")], default);

        // The emulator tells when a message was sent by its own clock, which is the test's.
        var held = await Take(1);
        Assert.That(held[0].Age, Is.EqualTo(TimeSpan.FromHours(Math.Max(hours, 0))).Within(TimeSpan.FromSeconds(20)));
    }

    private static async Task Delete(string name)
    {
        using var client = new SqsClient(
            AmazonSqsAddress.Read(new Uri(SqsServer.Address())), TimeProvider.System);
        await new SqsQueues(client).Delete(name, default);
    }

    /// <summary>Takes an entry out of a batch, and fails it in the answer.</summary>
    private GatewayAnswer? Fail(
        string action, JsonNode body, string id, bool senderFault, string code, int times, string batch = Send)
    {
        var entry = action == batch ? body["Entries"]!.AsArray().FirstOrDefault(one => (string?)one!["Id"] == id) : null;
        if (entry is null || Interlocked.Increment(ref asked) > times)
        {
            gateway.Change = (_, _) => { };
            return null;
        }

        body["Entries"]!.AsArray().Remove(entry);
        gateway.Change = (_, answer) => answer["Failed"] = new JsonArray(new JsonObject
        {
            ["Id"] = id,
            ["SenderFault"] = senderFault,
            ["Code"] = code,
            ["Message"] = "because",
        });
        return null;
    }

    private OutgoingMessage Message(string body) => new(
        queue,
        IsTopic: false,
        new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), System.Text.Encoding.UTF8.GetBytes(body)));

    private async Task<IReadOnlyList<HeldMessage>> Take(int count) =>
        await Eventually.Get(() => broker.Receive(queue, count, default), some => some.Count == count);

    private async Task<IEnumerable<string>> Bodies(int count) =>
        (await Take(count)).Select(message => System.Text.Encoding.UTF8.GetString(message.Content.Body.Span));
}

using System.Collections.Concurrent;
using Messaging.PullTransport;
using Messaging.Testing;
using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs.Tests;

/// <summary>Policies that deny what a worker needs are told when it starts.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PermissionTests : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> denied = new(StringComparer.Ordinal);
    private readonly QueueDeclaration queue = new($"{Settings.NewPrefix()}queue", DeleteWhenIdle: null);
    private readonly LogLines log = new();
    private SqsGateway gateway = null!;
    private SqsPullBroker broker = null!;

    [SetUp]
    public async Task Open()
    {
        gateway = await SqsGateway.Start();
        gateway.Answer = (action, _) => denied.ContainsKey(action)
            ? GatewayAnswer.Error(403, "AccessDeniedException", "No policy allows it.")
            : null;
        broker = new SqsPullBroker(
            AmazonSqsAddress.Read(new Uri(SqsServer.Address(endpoint: gateway.Address))),
            TimeProvider.System,
            log.CreateLogger("Messaging.Broker"));
    }

    public async ValueTask DisposeAsync()
    {
        await broker.DisposeAsync();
        await gateway.DisposeAsync();
        log.Dispose();
    }

    [TestCase("ReceiveMessage", "sqs:ReceiveMessage is denied.")]
    [TestCase("DeleteMessageBatch", "sqs:DeleteMessage is denied.")]
    [TestCase("ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility is denied.")]
    public async Task Nothing_is_received_from_a_queue_until_what_is_received_may_be_settled(string action, string permission)
    {
        denied[action] = true;

        Assert.That(
            () => broker.DeclareQueue(queue, default),
            Throws.TypeOf<BrokerUnavailableException>().With.Message.EqualTo(
                $"This process may not do all that is needed with queue '{queue.Name}' at SQS: {permission} SQS answered "
                + "AccessDeniedException (403): No policy allows it. Let the policy of its credentials, and that of the "
                + "queue if it has one, allow it; docs/brokers/sqs.md lists all that is needed."));
        Assert.That(await broker.FindFault(default), Is.Null, "Others of its queues can be used.");

        denied.Clear();
        await broker.DeclareQueue(queue, default);
    }

    [Test]
    public void All_that_is_denied_is_named()
    {
        denied["DeleteMessageBatch"] = denied["SendMessageBatch"] = true;

        Assert.That(
            () => broker.DeclareQueue(queue, default),
            Throws.TypeOf<BrokerUnavailableException>().With.Message.Contains("sqs:DeleteMessage, sqs:SendMessage are denied."));
    }

    [Test]
    public async Task A_queue_that_may_only_not_be_sent_to_is_received_from_and_that_is_logged()
    {
        denied["SendMessageBatch"] = true;

        await broker.DeclareQueue(queue, default);

        Assert.That(
            log.All, Has.One.Contains("sqs:SendMessage is denied.").And.One.StartsWith($"{LogLevel.Error} Messaging.Broker"));
        Assert.That(await broker.Receive(queue.Name, 1, default), Is.Empty);
        Assert.That(await broker.FindFault(default), Is.Null);
    }

    [Test]
    public async Task What_is_looked_for_changes_nothing()
    {
        await broker.Send(
            [new OutgoingMessage(queue.Name, IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), "body"u8.ToArray()))],
            default);

        await broker.DeclareQueue(queue, default);
        await broker.DeclareQueue(queue, default);

        Assert.That(gateway.Count("DeleteMessageBatch"), Is.EqualTo(1));
        var held = await broker.Receive(queue.Name, 10, default);
        Assert.That(held.Single().DeliveriesBefore, Is.Zero);
    }
}

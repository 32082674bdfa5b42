using System.Text;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TopicsTests
{
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(1);

    private readonly string prefix = Settings.NewPrefix();
    private readonly StandingTime clock = new();
    private SqsGateway gateway = null!;
    private SqsPullBroker publisher = null!;

    [SetUp]
    public async Task Open()
    {
        gateway = await SqsGateway.Start();
        publisher = SqsServer.Open(
            AmazonSqsAddress.Read(new Uri(SqsServer.Address($"&prefix={prefix}", gateway.Address))), clock);
    }

    [TearDown]
    public async Task Close()
    {
        await publisher.DisposeAsync();
        await gateway.DisposeAsync();
    }

    [Test]
    public async Task Publishing_goes_on_with_what_is_known_while_SQS_lists_nothing()
    {
        await using var receiver = SqsServer.Open(Lock, settings: $"&prefix={prefix}");
        await receiver.DeclareQueue(new QueueDeclaration("queue", null), default);
        await receiver.Subscribe(new TopicSubscription("topic", "queue", IsTopic: false), default);
        await publisher.Send([Published()], default);
        gateway.Answer = (action, _) => action == "ListQueues" ? GatewayAnswer.Error(400, "RequestThrottled") : null;

        foreach (var later in (int[])[6, 6, 6])
        {
            clock.Advance(TimeSpan.FromSeconds(later));
            await publisher.Send([Published()], default);
        }

        await Eventually.Get(() => receiver.Measure("queue", default), depth => depth?.Waiting == 4);
        // Once when it knew nothing, four times in vain six seconds later, and four times when ten more had passed.
        Assert.That(gateway.Count("ListQueues"), Is.EqualTo(9));
    }

    [Test]
    public async Task A_subscription_stays_if_its_queue_is_back_before_it_is_removed()
    {
        await using var past = await SqsGateway.Start();
        past.Clock = new WrongClock(-TimeSpan.FromHours(1));
        await using var receiver = SqsServer.Open(Lock, past.Address, $"&prefix={prefix}");
        await receiver.DeclareQueue(new QueueDeclaration("queue", null), default);
        await receiver.Subscribe(new TopicSubscription("topic", "queue", IsTopic: false), default);
        var asked = 0;
        gateway.Answer = (action, _) => action == "SendMessageBatch" && Interlocked.Increment(ref asked) == 1
            ? GatewayAnswer.Error(400, "QueueDoesNotExist")
            : null;

        await publisher.Send([Published()], default);
        await publisher.Send([Published()], default);

        Assert.That(asked, Is.EqualTo(2));
        Assert.That((await receiver.Measure("queue", default))?.Waiting, Is.EqualTo(1));
    }

    [Test]
    public async Task A_subscription_that_somebody_removed_is_missed_by_its_receiver_and_declared_anew()
    {
        var subscription = new TopicSubscription("topic", "queue", IsTopic: false);
        await publisher.DeclareQueue(new QueueDeclaration("queue", null), default);
        await publisher.Subscribe(subscription, default);
        await publisher.Receive("queue", 1, default);
        using var client = new SqsClient(AmazonSqsAddress.Read(new Uri(SqsServer.Address())), TimeProvider.System);
        var queues = new SqsQueues(client);
        var name = (await queues.List($"{prefix}messaging-topic-", default)).Single();
        await queues.Delete(name, default);

        clock.Advance(Topics.CheckedAfter);
        Assert.That(
            () => publisher.Receive("queue", 1, default), Throws.TypeOf<BrokerUnavailableException>().With.Message.Contains(name));
        await publisher.Subscribe(subscription, default);

        Assert.That(await queues.List($"{prefix}messaging-topic-", default), Is.EqualTo(new[] { name }));
        clock.Advance(Topics.CheckedAfter);
        Assert.That(await publisher.Receive("queue", 1, default), Is.Empty);
    }

    private static OutgoingMessage Published() => new(
        "topic", IsTopic: true, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes("body")));
}

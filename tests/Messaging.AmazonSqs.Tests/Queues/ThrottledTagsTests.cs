using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

/// <summary>SQS throttles what is asked of tags for a whole account, so that little is to be asked.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ThrottledTagsTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(4);

    private readonly string prefix = Settings.NewPrefix();
    private readonly StandingTime clock = new();
    private SqsGateway gateway = null!;
    private SqsPullBroker broker = null!;

    [SetUp]
    public async Task Open()
    {
        gateway = await SqsGateway.Start();
        broker = SqsServer.Open(
            AmazonSqsAddress.Read(new Uri(SqsServer.Address($"&prefix={prefix}", gateway.Address))), clock);
    }

    [TearDown]
    public async Task Close()
    {
        gateway.Answer = (_, _) => null;
        await broker.DisposeAsync();
        await gateway.DisposeAsync();
    }

    [Test]
    public async Task What_is_there_is_not_tagged_again_when_it_is_declared_again()
    {
        await Declare(Idle);
        var before = gateway.Count("TagQueue");

        await Declare(Idle);

        // When the queue was used last.
        Assert.That(gateway.Count("TagQueue") - before, Is.EqualTo(1));
    }

    [Test]
    public async Task What_was_tagged_before_SQS_throttled_is_not_tagged_again()
    {
        await Declare(idle: null);
        await using var other = SqsServer.Open(TimeSpan.FromMinutes(1), gateway.Address, $"&prefix={prefix}");
        var before = gateway.Count("TagQueue");
        gateway.Answer = (action, _) => action == "TagQueue" && gateway.Count(action) > before + 2
            ? GatewayAnswer.Error(400, "RequestThrottled")
            : null;
        Assert.That(() => Declare(idle: null, other), Throws.TypeOf<BrokerUnavailableException>());
        gateway.Answer = (_, _) => null;
        var failed = gateway.Count("TagQueue");

        await Declare(idle: null, other);

        Assert.That(gateway.Count("TagQueue") - failed, Is.EqualTo(1));
    }

    [Test]
    public async Task A_subscription_says_when_its_queue_was_made_anew()
    {
        await Declare(idle: null);
        using var client = new SqsClient(AmazonSqsAddress.Read(new Uri(SqsServer.Address())), TimeProvider.System);
        await new SqsQueues(client).Delete($"{prefix}queue", default);
        var before = gateway.Count("TagQueue");

        await Declare(idle: null);

        Assert.That(gateway.Count("TagQueue") - before, Is.EqualTo(3));
    }

    [Test]
    public async Task It_is_received_on_while_SQS_does_not_say_whether_subscriptions_are_there()
    {
        await Declare(idle: null);
        await broker.Receive("queue", 1, default);
        var asked = 0;
        gateway.Answer = (action, body) =>
            action == "ListQueueTags" || $"{body["QueueName"]}".Contains("messaging-topic-", StringComparison.Ordinal)
                ? Throttled(ref asked)
                : null;

        clock.Advance(Topics.CheckedAfter);

        Assert.That(await broker.Receive("queue", 1, default), Is.Empty);
        Assert.That(asked, Is.GreaterThan(0));
    }

    [Test]
    public async Task It_is_received_on_while_SQS_does_not_note_that_a_temporary_queue_is_used()
    {
        await Declare(Idle);
        var asked = 0;
        gateway.Answer = (action, _) => action == "TagQueue" ? Throttled(ref asked) : null;

        clock.Advance(Idle / 4);

        Assert.That(await broker.Receive("queue", 1, default), Is.Empty);
        Assert.That(asked, Is.GreaterThan(0));
    }

    private static GatewayAnswer Throttled(ref int asked)
    {
        Interlocked.Increment(ref asked);
        return GatewayAnswer.Error(400, "RequestThrottled");
    }

    private async Task Declare(TimeSpan? idle, SqsPullBroker? by = null)
    {
        await (by ?? broker).DeclareQueue(new QueueDeclaration("queue", idle), default);
        foreach (var topic in (string[])["topic1", "topic2", "topic3"])
            await (by ?? broker).Subscribe(new TopicSubscription(topic, "queue", IsTopic: false), default);
    }
}

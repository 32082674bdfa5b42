using System.Text;
using System.Text.Json.Nodes;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

/// <summary>How many messages are held, and for how long.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LockTests
{
    private readonly string queue = $"{Settings.NewPrefix()}queue";
    // Its timers are slow, too: what is spare is put back by one.
    private readonly StandingTime clock = new(timerSpeed: 0.02);
    private SqsGateway gateway = null!;

    [SetUp]
    public async Task Open() => gateway = await SqsGateway.Start();

    [TearDown]
    public async Task Close() => await gateway.DisposeAsync();

    [Test]
    public async Task Who_waits_gets_no_more_than_were_asked_for_last()
    {
        await using var broker = Broker("&lock=1m");
        await broker.DeclareQueue(new QueueDeclaration(queue, null), default);
        Assert.That(await broker.Receive(queue, 1, default), Is.Empty);

        await broker.WaitForMessage(queue, TimeSpan.FromSeconds(1), default);

        Assert.That(
            gateway.Requests("ReceiveMessage").Max(request => (int)request["MaxNumberOfMessages"]!), Is.EqualTo(1));
    }

    [TestCase("&lock=3s&waitTime=20s")]
    [TestCase("&lock=1m&waitTime=1s")]
    public async Task What_was_spare_for_a_while_says_how_long_it_has_been_locked(string settings)
    {
        await using var broker = Broker(settings);
        var isBrought = false;
        gateway.Change = (action, answer) =>
        {
            if (action == "ReceiveMessage" && answer["Messages"] is JsonArray { Count: > 0 })
                Volatile.Write(ref isBrought, true);
        };
        await broker.Send([Message()], default);
        // A wait that begins before its message is there for others may end without it.
        while (!Volatile.Read(ref isBrought))
            await broker.WaitForMessage(queue, Eventually.Deadline, default);
        clock.Advance(TimeSpan.FromSeconds(2));

        var held = await broker.Receive(queue, 1, default);

        Assert.That(held.Single().LockedFor, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(gateway.Requests("ReceiveMessage").Select(one => (int)one["WaitTimeSeconds"]!), Is.All.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task A_message_whose_lock_was_over_and_that_nobody_else_has_got_is_deleted_all_the_same()
    {
        await using var broker = Broker("&lock=1m");
        await broker.Send([Message()], default);
        var held = await Take(broker);
        clock.Advance(TimeSpan.FromMinutes(2));

        // It is not known whether anybody has got it.
        Assert.That(await broker.Delete(queue, [held.Lock], default), Is.EqualTo(new[] { false }));

        Assert.That((await broker.Measure(queue, default))?.Held, Is.Zero);
    }

    [Test]
    public async Task A_long_lock_is_extended_by_what_SQS_has_left_of_its_twelve_hours()
    {
        await using var broker = Broker("&lock=12h");
        await broker.Send([Message()], default);
        var held = await Take(broker);

        clock.Advance(TimeSpan.FromHours(4));
        Assert.That(await broker.Renew(queue, [held.Lock], default), Is.All.True);
        clock.Advance(TimeSpan.FromHours(4));
        Assert.That(await broker.Renew(queue, [held.Lock], default), Is.All.True);
        clock.Advance(TimeSpan.FromHours(4));
        Assert.That(await broker.Renew(queue, [held.Lock], default), Is.All.False);

        var extensions = gateway.Requests("ChangeMessageVisibilityBatch");
        Assert.That(
            extensions.Select(one => TimeSpan.FromSeconds((int)one["Entries"]![0]!["VisibilityTimeout"]!)),
            Is.EqualTo(new[] { TimeSpan.FromHours(8), TimeSpan.FromHours(4) }).Using<TimeSpan>(
                (one, other) => (one - other).Duration() < TimeSpan.FromMinutes(2)));
    }

    private SqsPullBroker Broker(string settings) => SqsServer.Open(
        AmazonSqsAddress.Read(new Uri($"sqs://key:secret@eu-west-1?endpoint={gateway.Address}{settings}")), clock);

    private async Task<HeldMessage> Take(SqsPullBroker broker) =>
        (await Eventually.Get(() => broker.Receive(queue, 1, default), some => some.Count == 1))[0];

    private OutgoingMessage Message() => new(
        queue, IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes("body")));
}

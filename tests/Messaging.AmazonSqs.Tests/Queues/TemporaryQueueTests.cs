using System.Text;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
[Parallelizable(ParallelScope.Children)]
public sealed class TemporaryQueueTests
{
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    [Test]
    public async Task All_that_a_process_made_for_itself_goes_with_it()
    {
        var prefix = Settings.NewPrefix();
        // It says goodbye for five seconds at most, which are minutes of this clock.
        var address = AmazonSqsAddress.Read(new Uri(SqsServer.Address($"&prefix={prefix}")));
        await using (var broker = SqsServer.Open(address, new ScaledTime(0.02)))
        {
            await broker.DeclareQueue(new QueueDeclaration("replies-host.example.com", Idle), default);
            await broker.Subscribe(new TopicSubscription("topic", "replies-host.example.com", IsTopic: false), default);
            Assert.That(await Names(prefix), Has.Count.EqualTo(3));
        }

        Assert.That(await Names(prefix), Is.Empty);
    }

    [Test]
    public async Task One_that_another_process_uses_stays_until_that_ends_too()
    {
        var queue = $"{Settings.NewPrefix()}shared";
        await using var observer = SqsServer.Open(Lock);
        await using (var first = SqsServer.Open(Lock))
        {
            await first.DeclareQueue(new QueueDeclaration(queue, Idle), default);
            await using var second = SqsServer.Open(Lock);
            await second.DeclareQueue(new QueueDeclaration(queue, Idle), default);
        }

        Assert.That(await observer.Measure(queue, default), Is.Not.Null);
    }

    [Test]
    public async Task What_is_sent_to_somebody_who_is_gone_is_swept()
    {
        var prefix = Settings.NewPrefix();
        await using var gateway = await SqsGateway.Start();
        // It sweeps as often as if its own queue had two seconds, which has longer than a machine stands still.
        await using var sweeper = SqsServer.Open(
            AmazonSqsAddress.Read(new Uri(SqsServer.Address($"&prefix={prefix}", gateway.Address))),
            new ScaledTime(20));
        await sweeper.DeclareQueue(new QueueDeclaration("sweeper", TimeSpan.FromSeconds(40)), default);
        await sweeper.Send([Message("gone", "to nobody") with { DeleteWhenIdle = TimeSpan.FromSeconds(1) }], default);
        Assert.That(
            gateway.Requests("CreateQueue").Select(request => $"{request["QueueName"]}"),
            Has.One.EqualTo($"{prefix}gone"));
        await Eventually.Get(
            async () =>
            {
                await sweeper.Keep("sweeper", default);
                return await Names(prefix);
            },
            names => names.Count == 2);
        Assert.That(await sweeper.Measure("sweeper", default), Is.Not.Null);
    }

    [Test]
    public async Task What_a_wait_has_brought_and_nobody_took_goes_back_at_the_end()
    {
        var queue = $"{Settings.NewPrefix()}queue";
        await using var sender = SqsServer.Open(Lock);
        await using (var waiter = SqsServer.Open(Lock))
        {
            await waiter.DeclareQueue(new QueueDeclaration(queue, null), default);
            var waiting = waiter.WaitForMessage(queue, Eventually.Deadline, default);
            await sender.Send([Message(queue, "message")], default);
            await waiting;
        }

        var taken = await sender.Receive(queue, 1, default);
        Assert.That(taken.Select(message => Encoding.UTF8.GetString(message.Content.Body.Span)), Is.EqualTo(new[] { "message" }));
    }

    [Test]
    public async Task What_a_wait_has_brought_and_nobody_took_goes_back_after_a_third_of_its_lock_time()
    {
        var queue = $"{Settings.NewPrefix()}queue";
        await using var sender = SqsServer.Open(Lock);
        await using var waiter = SqsServer.Open(TimeSpan.FromSeconds(3));
        await waiter.DeclareQueue(new QueueDeclaration(queue, null), default);
        var waiting = waiter.WaitForMessage(queue, Eventually.Deadline, default);
        await sender.Send([Message(queue, "message")], default);
        await waiting;

        await Eventually.Get(() => sender.Receive(queue, 1, default), taken => taken.Count == 1);
    }

    private static OutgoingMessage Message(string queue, string body) => new(
        queue, IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes(body)));

    private static async Task<IReadOnlyList<string>> Names(string prefix)
    {
        using var client = new SqsClient(AmazonSqsAddress.Read(new Uri(SqsServer.Address())), TimeProvider.System);
        return await new SqsQueues(client).List(prefix, default);
    }
}

using System.Globalization;
using Messaging.BrokerTests;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.Redis.Tests.Connections;

/// <summary>The connection is cut; Redis is there all the time.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class ConnectionLossTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    // Far longer than that: who is not called does not wake by himself.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    // Some twelve seconds. On a machine so busy that connecting takes longer than connections last, nothing would ever
    // get through.
    private const int MostCuts = 200;

    private readonly string queue = TestRedis.NewName();
    private TcpRelay relay = null!;
    private IPullBroker broker = null!;

    [SetUp]
    public void Connect()
    {
        relay = new TcpRelay(new Uri(TestServers.Redis));
        broker = Another();
    }

    [TearDown]
    public async Task Disconnect()
    {
        await broker.DisposeAsync();
        await relay.DisposeAsync();
    }

    [Test]
    public async Task Who_waits_is_called_and_hears_of_messages_afterwards()
    {
        await using var other = TestRedis.Open();
        await other.DeclareQueue(new QueueDeclaration(queue, null), default);
        var waiting = broker.WaitForMessage(queue, LongestWait, default);
        // So that it waits, not connects.
        await Eventually.Get(() => Task.FromResult(relay.Connections), count => count == 2);

        relay.Cut();
        try
        {
            await waiting.WaitAsync(Soon);
        }
        catch (BrokerUnavailableException)
        {
            // It was cut while it looked whether there is a message already.
        }

        var again = ReceiveOne();
        await other.Send([TestRedis.Message(queue, "message")], default);
        Assert.That(TestRedis.Text(await again.WaitAsync(Soon)), Is.EqualTo("message"));
    }

    [Test]
    public async Task Nothing_that_was_sent_is_lost_while_it_is_cut_again_and_again()
    {
        var cutting = new CancellationTokenSource();
        var cuts = CutUntil(cutting.Token);
        for (var batch = 0; batch < 100; batch++)
        {
            var messages = Enumerable.Range(batch * 20, 20).Select(number => TestRedis.Message(queue, $"{number}"));
            await UntilReached(() => broker.Send([.. messages], default));
        }

        await cutting.CancelAsync();
        Assert.That(await cuts, Is.GreaterThan(0));

        await using var other = TestRedis.Open();
        var bodies = new List<string>();
        while (await other.Receive(queue, 1000, default) is { Count: > 0 } received)
            bodies.AddRange(received.Select(TestRedis.Text));
        Assert.That(bodies.Distinct(StringComparer.Ordinal), Is.EquivalentTo(Enumerable.Range(0, 2_000).Select(number => $"{number}")));
    }

    [Test]
    public async Task Nothing_is_lost_that_was_on_its_way_to_a_receiver()
    {
        await using var receiver = Another(TimeSpan.FromSeconds(1));
        await broker.Send([.. Enumerable.Range(0, 500).Select(number => TestRedis.Message(queue, $"{number}"))], default);
        var cutting = new CancellationTokenSource();
        var cuts = CutUntil(cutting.Token);
        var bodies = new HashSet<string>(StringComparer.Ordinal);
        await Eventually.Get(
            () => UntilReached(async () =>
            {
                var received = await receiver.Receive(queue, 10, default);
                bodies.UnionWith(received.Select(TestRedis.Text));
                await receiver.Delete(queue, [.. received.Select(message => message.Lock)], default);
                if (received.Count == 0)
                    await receiver.WaitForMessage(queue, Soon, default);
                return bodies.Count;
            }),
            count => count == 500,
            TimeSpan.FromMinutes(2));

        await cutting.CancelAsync();
        Assert.That(await cuts, Is.GreaterThan(0));
    }

    [Test]
    public async Task What_is_held_stays_held()
    {
        await broker.Send([TestRedis.Message(queue, "1"), TestRedis.Message(queue, "2")], default);
        var held = await broker.Receive(queue, 2, default);

        relay.Cut();

        MessageLock[] locks = [.. held.Select(message => message.Lock)];
        var renewed = await UntilReached(() => broker.Renew(queue, locks, default));
        Assert.That(renewed, Is.All.True);
        relay.Cut();
        Assert.That(await UntilReached(() => broker.Delete(queue, locks, default)), Is.All.True);
    }

    [Test]
    public async Task A_server_that_stands_still_is_given_up()
    {
        await using var redis = await PrivateServer.Start("redis.sh");
        await using var other = TestRedis.Open(
            string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}"));
        await other.Send([TestRedis.Message(queue, "message")], default);

        await TestRedis.Execute(redis.Port, "CLIENT", "PAUSE", "600000", "ALL");

        Assert.That(
            async () => await other.Receive(queue, 1, default).WaitAsync(Soon),
            Throws.InstanceOf<BrokerUnavailableException>().With.Message.Contains("not answered"));
    }

    [Test]
    public async Task All_who_come_while_there_is_no_server_are_told_soon()
    {
        await using var nobody = TestRedis.Open("redis://127.0.0.1:1");
        var calls = Enumerable.Range(0, 50).Select(_ => nobody.Receive(queue, 1, default).WaitAsync(Soon)).ToArray();

        foreach (var call in calls)
        {
            Assert.That(
                async () => await call,
                Throws.InstanceOf<BrokerUnavailableException>().With.Message.Contains("redis://127.0.0.1:1/0"));
        }
    }

    private async Task<HeldMessage> ReceiveOne()
    {
        while (true)
        {
            // The other connection may not have heard of the cut yet.
            if (await UntilReached(() => broker.Receive(queue, 1, default)) is [var message])
                return message;
            await UntilReached(() => broker.WaitForMessage(queue, LongestWait, default));
        }
    }

    /// <summary>With hardly a pause, so that there is time to succeed between two cuts.</summary>
    private static Task<T> UntilReached<T>(Func<Task<T>> call) => Eventually.Succeed(
        call,
        exception => exception is BrokerUnavailableException,
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMilliseconds(1));

    private static Task<bool> UntilReached(Func<Task> call) => UntilReached(async () =>
    {
        await call();
        return true;
    });

    private IPullBroker Another(TimeSpan? lockTime = null) => TestRedis.Open(
        string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{relay.Port}"), lockTime);

    private async Task<int> CutUntil(CancellationToken cancellationToken)
    {
        var cuts = 0;
        for (var tries = 0; tries < MostCuts && !cancellationToken.IsCancellationRequested; tries++)
        {
            if (relay.Connections > 0)
                cuts++;
            relay.Cut();
            await Task.Delay(TimeSpan.FromMilliseconds(15 + (tries % 4 * 30)), CancellationToken.None);
        }

        return cuts;
    }
}

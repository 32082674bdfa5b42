using System.Diagnostics;
using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>What operators ask of a broker's queues.</summary>
/// <typeparam name="TBroker">The broker.</typeparam>
public abstract class QueueSuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    private static readonly int Longest = (int)Deadlines.Default.TotalSeconds;

    // The broker's clock and this one may differ by that much in what they tell.
    private static readonly TimeSpan ClockTick = TimeSpan.FromSeconds(1);

    [Test]
    public async Task The_depth_of_a_queue_is_what_waits_in_it()
    {
        var bus = await StartBus();
        if (!Measures(bus))
            return;

        var sending = Stopwatch.GetTimestamp();
        for (var number = 0; number < 5; number++)
            await bus.Send(Queue(), new Note(number));

        var depth = await Depth(bus, waiting: 5);
        Assert.That(depth.Held, Is.Null.Or.Zero);
        Assert.That(depth.Later, Is.Null.Or.Zero);
        if (Can(BrokerFeatures.OldestAge))
            Assert.That(depth.Oldest, Is.InRange(TimeSpan.Zero, Stopwatch.GetElapsedTime(sending) + ClockTick));
        else
            Assert.That(depth.Oldest, Is.Null);
    }

    [Test]
    public async Task What_a_consumer_holds_does_not_wait()
    {
        var hold = NewHold();
        var received = new Received<Note>(hold.Wait);
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), received, prefetch: 1, concurrency: 1));
        if (!Measures(bus))
            return;

        for (var number = 0; number < 3; number++)
            await bus.Send(Queue(), new Note(number));
        await received.Next();
        var depth = await Depth(bus, waiting: 2);
        hold.Release();

        Assert.That(depth.Held, Is.Null.Or.EqualTo(1));
        await Depth(bus, waiting: 0);
    }

    [Test]
    public async Task The_oldest_message_that_waits_grows_older()
    {
        var bus = await StartBus();
        if (!Measures(bus) || !Can(BrokerFeatures.OldestAge))
            return;

        await bus.Send(Queue(), new Note(1));
        var grown = (await Depth(bus, waiting: 1)).Oldest!.Value + TimeSpan.FromSeconds(1);
        await Assert.ThatAsync(
            async () => (await Measure(bus))?.Oldest ?? TimeSpan.Zero,
            Is.GreaterThanOrEqualTo(grown).After(Longest).Seconds.PollEvery(50).MilliSeconds);
        await bus.Send(Queue(), new Note(2));

        Assert.That((await Depth(bus, waiting: 2)).Oldest, Is.GreaterThanOrEqualTo(grown));
    }

    [Test]
    public async Task A_purge_removes_what_waits_and_leaves_what_is_held()
    {
        var hold = NewHold();
        var received = new Received<Note>(hold.Wait);
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), received, prefetch: 1, concurrency: 1));
        if (!Measures(bus))
            return;

        for (var number = 0; number < 6; number++)
            await bus.Send(Queue(), new Note(number));
        await received.Next();
        await Depth(bus, waiting: 5);

        var purged = await bus.Broker.Queues!.Purge(Queue(), CancellationToken.None);

        Assert.That(purged, Is.EqualTo(5));
        await Depth(bus, waiting: 0);
        hold.Release();
        await bus.Send(Queue(), new Note(9));
        Assert.That((await received.Next()).Message.Number, Is.EqualTo(9));
        Assert.That(received.All, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_queue_that_is_not_there_has_no_depth_and_nothing_to_purge()
    {
        var bus = await StartBus();
        if (!Measures(bus))
            return;

        Assert.That(await bus.Broker.Queues!.Measure(Queue("none"), CancellationToken.None), Is.Null);
        Assert.That(await bus.Broker.Queues.Purge(Queue("none"), CancellationToken.None), Is.Zero);
        Assert.That(await bus.Broker.Queues.Measure(Queue("none"), CancellationToken.None), Is.Null);
    }

    /// <summary>Whether the broker has answers; it says so, too.</summary>
    private bool Measures(TestBus bus)
    {
        Assert.That(bus.Broker.Queues, Can(BrokerFeatures.Depth) ? Is.Not.Null : Is.Null);
        return bus.Broker.Queues is not null;
    }

    /// <summary>Some brokers count with a delay.</summary>
    private async Task<QueueDepth> Depth(TestBus bus, long waiting)
    {
        QueueDepth? depth = null;
        await Assert.ThatAsync(
            async () => (depth = await Measure(bus))?.Waiting,
            Is.EqualTo(waiting).After(Longest).Seconds.PollEvery(50).MilliSeconds);
        return depth!;
    }

    private Task<QueueDepth?> Measure(TestBus bus) => bus.Broker.Queues!.Measure(Queue(), CancellationToken.None);
}

using MassTransit;
using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>A bus that is stopped while it has messages.</summary>
/// <typeparam name="TBroker">The broker.</typeparam>
public abstract class StopSuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    [Test]
    public async Task A_bus_that_stops_waits_for_what_it_is_consuming_and_settles_it()
    {
        var hold = NewHold();
        var (received, next) = (new Received<Note>(hold.Wait), new Received<Note>());
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), received));
        await bus.Send(Queue(), new Note(1));
        await received.Next();

        var stopping = bus.Stop();
        // It is asked to stop, which takes a moment, and must not end.
        await Task.WhenAny(stopping, Task.Delay(TimeSpan.FromSeconds(1)));
        Assert.That(stopping.IsCompleted, Is.False);
        hold.Release();
        await stopping;

        var later = await StartWithLongLocks(plan => plan.Receive(Queue(), next));
        await later.Send(Queue(), new Note(2));
        await next.Next();
        await AllAreSettled(later);
        Assert.That(next.All.Select(note => note.Message.Number), Is.EqualTo(new[] { 2 }), "The first one is settled.");
    }

    [Test]
    public async Task What_was_delivered_to_a_bus_and_not_begun_is_delivered_elsewhere_soon_after_its_stop()
    {
        var hold = NewHold();
        var (received, next) = (new Received<Note>(hold.Wait), new Received<Note>());
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), received, prefetch: 10, concurrency: 1));
        for (var number = 0; number < 10; number++)
            await bus.Send(Queue(), new Note(number));
        await received.Next();

        var stopping = bus.Stop();
        await Task.Delay(TimeSpan.FromSeconds(0.5));
        hold.Release();
        await stopping;

        var left = Enumerable.Range(0, 10).Except(received.All.Select(note => note.Message.Number)).ToList();
        await AssertSoon(next, left);
        Assert.That(
            next.All, Has.Count.EqualTo(Can(BrokerFeatures.Processes) ? left.Count : 1), "Each is consumed once.");
    }

    [Test]
    public async Task What_consumers_give_back_when_their_bus_stops_is_delivered_elsewhere_soon()
    {
        using var stop = new CancellationTokenSource();
        var (received, next) = (
            new Received<Note>(_ => Task.Delay(Timeout.InfiniteTimeSpan, stop.Token)), new Received<Note>());
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), endpoint =>
        {
            endpoint.PrefetchCount = 10;
            endpoint.ConcurrentMessageLimit = 10;
            // Neither an error nor done with: as Messaging's own endpoints are, for tasks that go back.
            endpoint.RethrowFaultedMessages();
            endpoint.PublishFaults = false;
            endpoint.Handler<Note>(received.Consume);
        }));
        for (var number = 0; number < 10; number++)
            await bus.Send(Queue(), new Note(number));
        await received.Next(10);

        var stopping = bus.Stop();
        await Task.Delay(TimeSpan.FromSeconds(0.2));
        await stop.CancelAsync();
        await stopping;

        await AssertSoon(next, Enumerable.Range(0, 10));
    }

    /// <summary>A broker with locks does not wait for them to run out; that takes longer than any deadline.</summary>
    private async Task AssertSoon(Received<Note> next, IEnumerable<int> expected)
    {
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), next));
        if (!Can(BrokerFeatures.Processes))
        {
            await bus.Send(Queue(), new Note(99));
            Assert.That((await next.Next()).Message.Number, Is.EqualTo(99));
            Assert.That(next.All, Has.Count.EqualTo(1));
            return;
        }

        await next.Every(expected, note => note.Number);
    }
}

using System.Diagnostics;
using MassTransit;
using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>Queues from which a bus takes nothing for a while, although its endpoint stays.</summary>
/// <typeparam name="TBroker">The broker.</typeparam>
[Requires(BrokerFeatures.Pause | BrokerFeatures.Processes)]
public abstract class PauseSuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    private const int InARow = 20;

    [Test]
    public async Task What_runs_goes_on_while_its_queue_is_closed_and_the_next_comes_as_soon_as_it_is_open()
    {
        var hold = NewHold();
        var both = new Received<Note>();
        var (first, other) = (new Received<Note>(Run), new Received<Note>(both.Consume));
        var bus = await StartWithKeptLocks(plan => plan.Receive(Queue(), first, prefetch: 10, concurrency: 10));
        await bus.Send(Queue(), new Note(0));
        await first.Next();

        Closed(bus).Close(Queue());
        var another = await StartBus(plan => plan.Receive(Queue(), other));
        await OnlyTheOtherReceives(another, both, first);
        await KeptLocksWouldLapse(renewals: 1);
        await another.Stop();
        Closed(bus).Open(Queue());
        await bus.Send(Queue(), new Note(-1));

        await first.Every([-1], note => note.Number);
        hold.Release();
        await bus.Stop();
        Assert.That(first.All.Count(note => note.Message.Number == 0), Is.EqualTo(1), "It is not delivered twice.");
        Assert.That(other.All.Select(note => note.Message.Number), Has.None.EqualTo(0), "Nor to another.");

        async Task Run(ConsumeContext<Note> context)
        {
            await both.Consume(context);
            if (context.Message.Number == 0)
                await hold.WaitUnlessCancelled(context);
        }
    }

    [Test]
    public async Task What_was_fetched_and_not_begun_is_delivered_elsewhere_when_its_queue_is_closed()
    {
        var hold = NewHold();
        var (first, other) = (new Received<Note>(hold.Wait), new Received<Note>());
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), first, prefetch: 10, concurrency: 1));
        for (var number = 0; number < 10; number++)
            await bus.Send(Queue(), new Note(number));
        var running = (await first.Next()).Message.Number;
        var left = Enumerable.Range(0, 10).Where(number => number != running).ToList();

        Closed(bus).Close(Queue());
        await StartWithLongLocks(plan => plan.Receive(Queue(), other));

        await other.Every(left, note => note.Number);
        hold.Release();
        Assert.That(other.All.Select(note => note.Message.Number), Is.EquivalentTo(left), "Each is consumed once.");
        Assert.That(first.All, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_queue_that_is_closed_when_its_bus_starts_is_there_and_is_not_read_until_it_is_opened()
    {
        var (first, other) = (new Received<Note>(), new Received<Note>());
        var broker = UnderTest.Connect(UnderTest.Address, TimeProvider.System);
        broker.ClosedQueues!.Close(Queue());
        var bus = await StartBus(broker, plan => plan.Receive(Queue(), first), TimeProvider.System);
        var another = await StartBus(plan => plan.Receive(Queue(), other));

        for (var number = 0; number < InARow; number++)
            await another.Send(Queue(), new Note(number));
        await other.Every(Enumerable.Range(0, InARow), note => note.Number);
        Assert.That(first.All, Is.Empty);
        await another.Stop();
        Closed(bus).Open(Queue());
        await bus.Send(Queue(), new Note(-1));

        Assert.That((await first.Next()).Message.Number, Is.EqualTo(-1));
    }

    [Test]
    public async Task Every_message_comes_once_although_its_queue_is_closed_and_opened_again_and_again()
    {
        const int count = 300;
        var received = new Received<Note>();
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), received, prefetch: 20, concurrency: 10));

        var sending = Task.WhenAll(Enumerable.Range(0, count).Select(number => bus.Send(Queue(), new Note(number))));
        for (var change = 0; change < 10; change++)
        {
            // With messages on their way, and some changes while the one before is being made.
            await received.Next();
            Closed(bus).Close(Queue());
            await Task.Yield();
            Closed(bus).Open(Queue());
        }

        await sending;
        await received.Every(Enumerable.Range(0, count), note => note.Number);
        Assert.That(received.All, Has.Count.EqualTo(count));
    }

    [Test]
    public async Task A_bus_that_stops_while_its_queue_is_closed_waits_for_what_it_consumes_and_settles_it()
    {
        var hold = NewHold();
        var (first, other) = (new Received<Note>(hold.Wait), new Received<Note>());
        var bus = await StartBus(plan => plan.Receive(Queue(), first));
        await bus.Send(Queue(), new Note(0));
        await first.Next();
        Closed(bus).Close(Queue());

        var stopping = bus.Stop();
        hold.Release();
        await stopping;

        var later = await StartBus(plan => plan.Receive(Queue(), other));
        await later.Send(Queue(), new Note(1));
        await other.Next();
        await AllAreSettled(later);
        Assert.That(other.All.Select(note => note.Message.Number), Is.EqualTo(new[] { 1 }), "The first one is settled.");
    }

    [Test]
    public async Task A_queue_that_is_closed_is_not_read_when_a_lost_connection_is_back_until_it_is_opened()
    {
        var (both, open) = (new Received<Note>(), new Received<Note>());
        var (first, other) = (new Received<Note>(both.Consume), new Received<Note>(both.Consume));
        var link = await StartLink(plan =>
        {
            plan.Receive(Queue(), first);
            plan.Receive(Queue("open"), open);
        });
        Closed(link.Bus).Close(Queue());

        link.Cut();
        await link.Bus.SendUntilConfirmed(Queue("open"), new Note(0));
        await open.Every([0], note => note.Number, Deadlines.Recovery + (2 * UnderTest.LockTime));

        var another = await StartBus(plan => plan.Receive(Queue(), other));
        await OnlyTheOtherReceives(another, both, first);
        await another.Stop();
        Closed(link.Bus).Open(Queue());
        await link.Bus.SendUntilConfirmed(Queue(), new Note(-1));
        await first.Every([-1], note => note.Number);
    }

    /// <summary>What closes the queues of a bus.</summary>
    private static ClosedQueues Closed(TestBus bus) => bus.Broker.ClosedQueues!;

    /// <summary>
    /// Sends until so many have gone in a row to one of two buses, and none to the first, as never would by chance: the
    /// broker follows a moment after a queue is closed.
    /// </summary>
    private async Task OnlyTheOtherReceives(TestBus sender, Received<Note> both, Received<Note> first)
    {
        var began = Stopwatch.GetTimestamp();
        for (var (number, inARow) = (1, 0); inARow < InARow; number++)
        {
            Assert.That(Stopwatch.GetElapsedTime(began), Is.LessThan(Deadlines.Default), "The queue is read still.");
            await sender.Send(Queue(), new Note(number));
            await both.Every([number], note => note.Number);
            inARow = first.All.Any(note => note.Message.Number == number) ? 0 : inARow + 1;
        }
    }
}

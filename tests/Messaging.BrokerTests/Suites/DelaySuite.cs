using System.Diagnostics;
using MassTransit;
using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>
/// Messages that the broker itself holds back. Messaging's scheduler needs it of none.
/// </summary>
/// <typeparam name="TBroker">The broker.</typeparam>
[Requires(BrokerFeatures.Delays)]
public abstract class DelaySuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1.5);

    // Longer than any deadline, however busy the machine is.
    private static readonly TimeSpan LongDelay = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(50);

    [Test]
    public async Task A_message_with_a_delay_is_received_after_it_and_holds_up_no_other()
    {
        var received = new Received<Note>();
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), received));
        await bus.Send(Queue(), new Note(1), context => context.Delay = LongDelay);
        await bus.Send(Queue(), new Note(2));
        Assert.That((await received.Next()).Message.Number, Is.EqualTo(2));

        var sent = Stopwatch.GetTimestamp();
        await bus.Send(Queue(), new Note(3), context => context.Delay = Delay);
        Assert.That((await received.Next()).Message.Number, Is.EqualTo(3));
        Assert.That(Stopwatch.GetElapsedTime(sent), Is.GreaterThan(Delay - ClockTick));
    }

    [Test]
    public async Task A_message_that_fails_is_redelivered_after_a_delay_with_the_number_of_its_redelivery()
    {
        var received = new Received<Note>(context => context.GetRedeliveryCount() < 1
            ? throw new InvalidDataException("Not yet.")
            : Task.CompletedTask);
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), endpoint =>
        {
            endpoint.UseDelayedRedelivery(retry => retry.Interval(3, Delay));
            endpoint.Handler<Note>(received.Consume);
        }));

        var sent = Stopwatch.GetTimestamp();
        await bus.Send(Queue(), new Note(1));

        Assert.That((await received.Next()).GetRedeliveryCount(), Is.Zero);
        Assert.That((await received.Next()).GetRedeliveryCount(), Is.EqualTo(1));
        Assert.That(Stopwatch.GetElapsedTime(sent), Is.GreaterThan(Delay - ClockTick));
    }

    [TestCase(-3)]
    [TestCase(3)]
    public async Task A_delay_is_as_long_as_it_says_though_the_senders_clock_is_hours_off(int hours)
    {
        var received = new Received<Note>();
        var bus = await StartBus(plan => plan.Receive(Queue(), received), new SkewedClock(TimeSpan.FromHours(hours)));
        var sent = Stopwatch.GetTimestamp();

        await bus.Send(Queue(), new Note(1), context => context.Delay = Delay);

        await received.Next();
        Assert.That(Stopwatch.GetElapsedTime(sent), Is.InRange(Delay - ClockTick, Deadlines.Default));
    }
}

using MassTransit;
using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>Messages whose worker is lost, and those that only take long.</summary>
/// <typeparam name="TBroker">The broker.</typeparam>
[Requires(BrokerFeatures.Processes)]
public abstract class RedeliverySuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    [Test]
    public async Task What_a_lost_worker_held_is_delivered_to_another_and_the_loss_is_counted_if_the_broker_counts()
    {
        var sender = await StartBus();
        await sender.Send(Queue(), new Note(1));
        for (var lost = 0; lost < 2; lost++)
        {
            var held = new Received<Note>(NewHold().Wait);
            // It holds one and asks for no other, so that it cannot get the same one twice, however slow it is.
            var worker = await StartLink(plan => plan.Receive(Queue(), held, prefetch: 1, concurrency: 1));
            AssertIsDelivery(lost, await held.Next(AfterLoss), worker.Bus.Broker);
            worker.Close();
        }

        var received = new Received<Note>();
        var last = await StartWithLongLocks(plan => plan.Receive(Queue(), received));
        AssertIsDelivery(2, await received.Next(AfterLoss), last.Broker);

        // It is settled then: nobody gets it any more.
        await sender.Send(Queue(), new Note(2));
        await received.Next();
        await AllAreSettled(last);
        Assert.That(received.All.Select(note => note.Message.Number), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task A_message_is_not_delivered_to_another_while_its_worker_lives_however_long_that_takes()
    {
        var hold = NewHold();
        var (slow, other) = (new Received<Note>(hold.Wait), new Received<Note>());
        var sender = await StartWithKeptLocks(plan => plan.Receive(Queue(), slow, prefetch: 1, concurrency: 1));
        await sender.Send(Queue(), new Note(1));
        await slow.Next();
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), other, prefetch: 1, concurrency: 1));

        // What is tested is that nothing happens in this time.
        await KeptLocksWouldLapse(renewals: 1);
        await bus.Send(Queue(), new Note(2));
        await other.Next();
        hold.Release();
        await sender.Send(Queue(), new Note(3));
        await await Task.WhenAny(slow.Next(), other.Next());

        Assert.That(slow.All.Count(note => note.Message.Number == 1), Is.EqualTo(1));
        Assert.That(other.All.Select(note => note.Message.Number), Has.No.Member(1));
    }

    private TimeSpan AfterLoss => Deadlines.Default + (2 * UnderTest.LockTime);

    /// <summary>The first delivery is number 0.</summary>
    private void AssertIsDelivery(int number, ConsumeContext<Note> note, IBroker broker)
    {
        Assert.That(note.Message.Number, Is.EqualTo(1));
        Assert.That(note.ReceiveContext.Redelivered, Is.EqualTo(number > 0), "Redelivered");
        if (number == 0)
            return;

        var counted = broker.DeliveriesBefore(note.ReceiveContext);
        Assert.That(counted, Can(BrokerFeatures.DeliveryCount) ? Is.EqualTo(number) : Is.Null);
    }
}

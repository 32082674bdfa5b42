using MassTransit;
using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>Messages to queues.</summary>
/// <typeparam name="TBroker">The broker.</typeparam>
public abstract class SendingSuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    [Test]
    public async Task A_message_arrives_as_it_was_sent()
    {
        var received = new Received<Note>();
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), received));
        var (id, correlation, reply) = (NewId.NextGuid(), Guid.NewGuid(), new Uri("queue:answers"));

        await bus.Send(Queue(), new Note(7, "text"), context =>
        {
            context.MessageId = id;
            context.CorrelationId = correlation;
            context.Headers.Set("tenant", "north");
        });

        var note = await received.Next();
        Assert.That(note.Message, Is.EqualTo(new Note(7, "text")));
        Assert.That((note.MessageId, note.CorrelationId), Is.EqualTo(((Guid?)id, (Guid?)correlation)));
        Assert.That(note.Headers.Get<string>("tenant"), Is.EqualTo("north"));
        Assert.That(note.SentTime, Is.Not.Null);
        Assert.That(note.ReceiveContext.Redelivered, Is.False);
        Assert.That(note.ReceiveContext.InputAddress.AbsolutePath, Does.EndWith("/" + Queue()));
    }

    [Test]
    public async Task A_thousand_messages_that_are_sent_at_once_all_arrive_once()
    {
        var received = new Received<Note>();
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), received));

        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(number => bus.Send(Queue(), new Note(number))));

        var notes = await received.Next(1_000);
        Assert.That(
            notes.Select(note => note.Message.Number).Order(), Is.EqualTo(Enumerable.Range(0, 1_000)));
    }

    [Test]
    public async Task Messages_are_consumed_one_by_one_in_the_order_in_which_they_were_sent_if_the_broker_keeps_it()
    {
        var received = new Received<Note>();
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), received, prefetch: 1, concurrency: 1));

        for (var number = 0; number < 100; number++)
            await bus.Send(Queue(), new Note(number));

        var numbers = (await received.Next(100)).Select(note => note.Message.Number).ToArray();
        Assert.That(
            numbers,
            Can(BrokerFeatures.Order)
                ? Is.EqualTo(Enumerable.Range(0, 100))
                : Is.EquivalentTo(Enumerable.Range(0, 100)));
    }

    [Test]
    public async Task Workers_of_several_processes_share_the_messages_of_a_queue()
    {
        var hold = NewHold();
        var (first, second) = (new Received<Note>(hold.Wait), new Received<Note>(hold.Wait));
        var sender = await StartWithLongLocks(plan => plan.Receive(Queue(), first, prefetch: 1, concurrency: 1));
        await StartWithLongLocks(plan => plan.Receive(Queue(), second, prefetch: 1, concurrency: 1));

        await sender.Send(Queue(), new Note(1));
        await sender.Send(Queue(), new Note(2));

        if (Can(BrokerFeatures.Processes))
        {
            // Both are being consumed at the same time.
            var numbers = new[] { (await first.Next()).Message.Number, (await second.Next()).Message.Number };
            Assert.That(numbers, Is.EquivalentTo(new[] { 1, 2 }));
        }
        else
        {
            await first.Next();
            hold.Release();
            await first.Next();
        }

        hold.Release();
        await sender.Send(Queue(), new Note(3));
        await await Task.WhenAny(first.Next(), second.Next());
        Assert.That(
            (first.All.Count + second.All.Count, second.All.Count > 0), Is.EqualTo((3, Can(BrokerFeatures.Processes))));
    }

    [Test]
    public async Task A_message_waits_for_the_first_worker_of_its_queue_if_the_broker_is_more_than_a_process()
    {
        var sender = await StartBus();
        await sender.Send(Queue(), new Note(1));

        var received = new Received<Note>();
        var receiver = await StartWithLongLocks(plan => plan.Receive(Queue(), received, prefetch: 1, concurrency: 1));
        await receiver.Send(Queue(), new Note(2));

        var expected = Can(BrokerFeatures.Processes) ? new[] { 1, 2 } : [2];
        var numbers = (await received.Next(expected.Length)).Select(note => note.Message.Number);
        Assert.That(numbers, Is.EquivalentTo(expected));
    }
}

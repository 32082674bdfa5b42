using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>Messages that go before others.</summary>
/// <typeparam name="TBroker">The broker.</typeparam>
public abstract class PrioritySuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    [Test]
    public async Task Messages_of_higher_priority_go_before_others_that_wait_if_the_broker_knows_priorities()
    {
        var hold = NewHold();
        var received = new Received<Note>(hold.Wait);
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), received, prefetch: 1, concurrency: 1));
        await bus.Send(Queue(), new Note(99));
        await received.Next();

        foreach (var priority in new byte[] { 0, 5, 9, 1, 9, 0 })
        {
            await bus.Send(
                Queue(), new Note(priority), context => bus.Broker.SetPriority(context, priority));
        }

        hold.Release();
        var numbers = (await received.Next(6)).Select(note => note.Message.Number).ToArray();
        if (Can(BrokerFeatures.Priorities))
            Assert.That(numbers, Is.EqualTo(new[] { 9, 9, 5, 1, 0, 0 }));
        else if (Can(BrokerFeatures.Order))
            Assert.That(numbers, Is.EqualTo(new[] { 0, 5, 9, 1, 9, 0 }), "It ignores them.");
        else
            Assert.That(numbers, Is.EquivalentTo(new[] { 0, 5, 9, 1, 9, 0 }), "It ignores them.");
    }
}

using MassTransit;
using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>Messages to whoever subscribes.</summary>
/// <typeparam name="TBroker">The broker.</typeparam>
public abstract class PublishingSuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    private readonly Guid test = Guid.NewGuid();

    [Test]
    public async Task A_published_message_reaches_every_queue_that_subscribes_once()
    {
        var (one, two, three) = (Mine<SomethingHappened>(), Mine<SomethingHappened>(), Mine<SomethingHappened>());
        var bus = await StartWithLongLocks(plan =>
        {
            plan.Receive(Queue("one"), one, subscribes: true);
            plan.Receive(Queue("two"), two, subscribes: true);
        });
        await StartWithLongLocks(plan => plan.Receive(Queue("three"), three, subscribes: true));

        await bus.Bus.Publish(new SomethingHappened(test));

        await one.Next();
        await two.Next();
        if (Can(BrokerFeatures.Processes))
            await three.Next();
        Assert.That((one.All.Count, two.All.Count), Is.EqualTo((1, 1)));
        Assert.That(three.All, Has.Count.EqualTo(Can(BrokerFeatures.Processes) ? 1 : 0));
    }

    [Test]
    public async Task A_published_message_that_nobody_subscribes_to_is_accepted_and_gone()
    {
        var received = Mine<SomethingHappened>();
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), received, subscribes: true));

        await bus.Bus.Publish(new NobodyCares(test));

        await bus.Bus.Publish(new SomethingHappened(test));
        await received.Next();
        Assert.That(received.All, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_message_reaches_those_who_subscribe_to_its_base_type_or_to_its_interface()
    {
        var (great, any, happened) = (Mine<SomethingGreatHappened>(), Mine<SomethingHappened>(), Mine<IHappened>());
        var bus = await StartWithLongLocks(plan =>
        {
            plan.Receive(Queue("great"), great, subscribes: true);
            plan.Receive(Queue("any"), any, subscribes: true);
            plan.Receive(Queue("interface"), happened, subscribes: true);
        });

        await bus.Bus.Publish(new SomethingGreatHappened(test));
        await great.Next();
        await any.Next();
        await happened.Next();
        await bus.Bus.Publish(new SomethingHappened(test));
        await any.Next();
        await happened.Next();

        Assert.That((great.All.Count, any.All.Count, happened.All.Count), Is.EqualTo((1, 2, 2)));
    }

    [Test]
    public async Task A_queue_gets_a_message_once_that_it_subscribes_to_by_two_types()
    {
        var (any, happened) = (Mine<SomethingHappened>(), Mine<IHappened>());
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), endpoint =>
        {
            endpoint.ConcurrentMessageLimit = 1;
            endpoint.Handler<SomethingHappened>(any.Consume);
            endpoint.Handler<IHappened>(happened.Consume);
        }));

        await bus.Bus.Publish(new SomethingGreatHappened(test));
        await bus.Bus.Publish(new SomethingHappened(test));

        await any.Next(2);
        await happened.Next(2);
        Assert.That((any.All.Count, happened.All.Count), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task A_queue_that_is_sent_a_message_keeps_it_to_itself()
    {
        var (mine, other) = (Mine<SomethingHappened>(), Mine<SomethingHappened>());
        var bus = await StartWithLongLocks(plan =>
        {
            plan.Receive(Queue(), mine, subscribes: true);
            plan.Receive(Queue("other"), other, subscribes: true);
        });

        await bus.Send(Queue(), new SomethingHappened(test));
        await mine.Next();
        await bus.Bus.Publish(new SomethingHappened(test));
        await mine.Next();
        await other.Next();

        Assert.That((mine.All.Count, other.All.Count), Is.EqualTo((2, 1)));
    }

    private Received<TMessage> Mine<TMessage>()
        where TMessage : class, IHappened => new(isMine: message => message.Test == test);
}

using Messaging.PullTransport;

namespace Messaging.Testing;

public abstract partial class PullBrokerContract
{
    [Test]
    public async Task What_is_published_reaches_each_queue_once_whatever_the_ways_to_it()
    {
        var (topic, inner, other) = (await NewTopic(), await NewTopic(), NewName("other"));
        await Declare(other);
        await Subscribe(topic, queue);
        await Subscribe(topic, queue);
        await Subscribe(topic, inner, isTopic: true);
        await Subscribe(inner, queue);
        await Subscribe(inner, other);

        await Publish(topic, "published");

        Assert.That(Text(await TakeOne()), Is.EqualTo("published"));
        Assert.That(Text(await TakeOne(broker, other)), Is.EqualTo("published"));
        await AssertEmpty();
        await AssertEmpty(other);
    }

    [Test]
    public async Task What_is_published_to_an_inner_topic_reaches_no_other()
    {
        var (topic, inner, other) = (await NewTopic(), await NewTopic(), NewName("other"));
        await Declare(other);
        await Subscribe(topic, inner, isTopic: true);
        await Subscribe(inner, queue);
        await Subscribe(topic, other);

        await Publish(inner, "published");

        Assert.That(Text(await TakeOne()), Is.EqualTo("published"));
        await AssertEmpty(other);
    }

    [Test]
    public async Task Topics_that_lead_to_each_other_do_no_harm()
    {
        var (one, other) = (await NewTopic(), await NewTopic());
        await Subscribe(one, other, isTopic: true);
        await Subscribe(other, one, isTopic: true);
        await Subscribe(other, queue);

        await Publish(one, "published");

        Assert.That(Text(await TakeOne()), Is.EqualTo("published"));
        await AssertEmpty();
    }

    [Test]
    public async Task What_is_published_to_nobody_is_gone()
    {
        await Publish(await NewTopic(), "to nobody");
        await Publish(NewName("unknown"), "to nobody");

        await AssertEmpty();
    }

    [Test]
    public async Task Copies_of_a_message_live_and_die_apart()
    {
        var (topic, other) = (await NewTopic(), NewName("other"));
        await Declare(other);
        await Subscribe(topic, queue);
        await Subscribe(topic, other);
        await Publish(topic, "published");

        Assert.That(await Delete(await TakeOne()), Is.True);

        Assert.That((await TakeOne(broker, other)).DeliveriesBefore, Is.Zero);
    }

    [Test]
    public async Task A_subscription_made_by_one_process_holds_for_the_next_message_of_another()
    {
        var topic = await NewTopic();
        await Publish(topic, "before");
        var subscriber = Another(LongLock);
        await subscriber.Subscribe(new TopicSubscription(topic, queue, IsTopic: false), default);

        // Brokers that keep subscriptions in mind may be late, but no later than they say in their documentation.
        await Eventually.Get(
            async () =>
            {
                await Publish(topic, "after");
                return (await subscriber.Receive(queue, 1, default)).Count;
            },
            count => count == 1);
    }

    private async Task<string> NewTopic()
    {
        var topic = NewName("topic");
        await broker.DeclareTopic(topic, default);
        return topic;
    }

    private Task Subscribe(string topic, string target, bool isTopic = false) =>
        broker.Subscribe(new TopicSubscription(topic, target, isTopic), default);

    private Task Publish(string topic, string body) =>
        broker.Send([new OutgoingMessage(topic, IsTopic: true, Content(body))], default);
}

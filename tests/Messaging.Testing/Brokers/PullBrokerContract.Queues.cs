using System.Diagnostics;
using Messaging.Hosting;
using Messaging.PullTransport;

namespace Messaging.Testing;

public abstract partial class PullBrokerContract
{
    [Test]
    public async Task A_queue_that_is_not_there_has_no_depth() =>
        Assert.That(await broker.Measure(NewName("unknown"), default), Is.Null);

    [Test]
    public async Task An_empty_queue_is_there()
    {
        var depth = await broker.Measure(queue, default);

        Assert.That(depth?.Waiting, Is.Zero);
        Assert.That(depth?.Oldest, Is.Null);
    }

    [Test]
    public async Task The_depth_says_what_waits_what_is_held_and_what_is_for_later()
    {
        await Send("1", "2", "3", "4");
        await broker.Send([To(queue, "later") with { Delay = TimeSpan.FromMinutes(5) }], default);
        await TakeOne();

        var depth = await Eventually.Get(() => broker.Measure(queue, default), found => found?.Waiting == 3);

        Assert.That(depth!.Held, Is.EqualTo(1).Or.Null);
        Assert.That(depth.Later, Is.EqualTo(1).Or.Null);
        if (Can(BrokerFeatures.OldestAge))
            Assert.That(depth.Oldest, Is.InRange(TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        else
            Assert.That(depth.Oldest, Is.Null);
    }

    [Test]
    public async Task A_purge_removes_what_waits_and_leaves_what_is_held()
    {
        await Send("1", "2", "3");
        var held = await TakeOne();

        var removed = await broker.Purge(queue, default);

        Assert.That(removed, Is.InRange(2, 3));
        await AssertEmpty();
        Assert.That(await Delete(held), Is.True);
        await Send("after");
        Assert.That(Text(await TakeOne()), Is.EqualTo("after"));
    }

    [Test]
    public async Task A_queue_that_is_declared_again_keeps_its_messages()
    {
        await Send("message");

        await Another(LongLock).DeclareQueue(new(queue, DeleteWhenIdle: null), default);

        Assert.That(Text(await TakeOne()), Is.EqualTo("message"));
    }

    [Test]
    public async Task A_temporary_queue_goes_with_its_subscriptions_when_nobody_uses_it()
    {
        var (topic, temporary) = (await NewTopic(), NewName("temporary"));
        await Declare(temporary, KeptFor);
        await Subscribe(topic, temporary);
        await Subscribe(topic, queue);
        await broker.Keep(temporary, default);
        await Publish(topic, "first");
        Assert.That((await broker.Measure(temporary, default))?.Waiting, Is.EqualTo(1));

        await Eventually.Get(() => broker.Measure(temporary, default), depth => depth is null, TimeSpan.FromMinutes(1));

        await Publish(topic, "second");
        AssertBodies(await Take(2), "first", "second");
        Assert.That(await broker.Measure(temporary, default), Is.Null);
    }

    [Test]
    public async Task A_queue_that_is_gone_is_an_outage_so_that_it_is_declared_anew()
    {
        var gone = NewName("gone");

        await Eventually.Get(
            () => Task.FromResult(Assert.CatchAsync<BrokerUnavailableException>(() => broker.Receive(gone, 1, default))),
            thrown => thrown is not null);

        Assert.That(async () => await broker.Keep(gone, default), Throws.InstanceOf<BrokerUnavailableException>());
    }

    [Test]
    public async Task A_temporary_queue_stays_while_it_is_used()
    {
        var (received, kept) = (NewName("received"), NewName("kept"));
        await Declare(received, KeptFor);
        await Declare(kept, KeptFor);
        await broker.Send([To(kept, "kept")], default);

        var started = Stopwatch.GetTimestamp();
        while (Since(started) < KeptFor * 1.1)
        {
            await AssertEmpty(received);
            await broker.Keep(kept, default);
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        Assert.That(await broker.Measure(received, default), Is.Not.Null);
        Assert.That(Text(await TakeOne(broker, kept)), Is.EqualTo("kept"));
    }
}

using System.Diagnostics;
using Messaging.Hosting;
using Messaging.PullTransport;

namespace Messaging.Testing;

public abstract partial class PullBrokerContract
{
    [Test]
    public async Task What_is_held_is_handed_to_nobody_else_and_gone_when_it_is_deleted()
    {
        await Send("message");
        var message = await TakeOne();
        await AssertEmpty();

        Assert.That(await Delete(message), Is.True);

        Assert.That(await Delete(message), Is.False);
        await AssertEmpty();
    }

    [Test]
    public async Task What_a_holder_loses_is_handed_out_again_and_counted()
    {
        var lost = Another(ShortLock);
        await Send("message");
        var first = await TakeOne(lost, queue);

        var second = await TakeOne();

        Assert.That(first.DeliveriesBefore, Is.Zero);
        Assert.That(second.DeliveriesBefore, Is.EqualTo(1));
        Assert.That(Text(second), Is.EqualTo("message"));
        Assert.That(second.Content.Id, Is.EqualTo(first.Content.Id));
    }

    [Test]
    public async Task A_lock_that_was_lost_gives_no_power_over_the_message()
    {
        var lost = Another(ShortLock);
        var errors = NewName("errors");
        await Declare(errors);
        await Send("message");
        var first = await TakeOne(lost, queue);
        var second = await TakeOne();

        Assert.That(await lost.Delete(queue, [first.Lock], default), Is.EqualTo(new[] { false }));
        Assert.That(await lost.Renew(queue, [first.Lock], default), Is.EqualTo(new[] { false }));
        Assert.That(
            await lost.Return(queue, [new ReturnedMessage(first.Lock, TimeSpan.Zero, null)], default),
            Is.EqualTo(new[] { false }));
        Assert.That(await lost.Move(queue, first.Lock, To(errors, "moved"), default), Is.False);

        await AssertEmpty();
        if (MovesAreAtomic)
            Assert.That((await broker.Receive(errors, 1, default)).Select(Text), Is.Empty);
        Assert.That(await Delete(second), Is.True);
    }

    [Test]
    public async Task A_lock_that_is_renewed_outlasts_its_time_and_lapses_when_renewals_end()
    {
        var (holder, brief, lapsing) = (Another(KeptFor), Another(ShortLock), NewName("lapsing"));
        await Send("1", "2");
        var held = await Take(holder, queue, 2);
        MessageLock[] locks = [.. held.Select(message => message.Lock)];

        var started = Stopwatch.GetTimestamp();
        while (Since(started) < holder.LockTime * 1.1)
        {
            Assert.That(await holder.Renew(queue, locks, default), Is.EqualTo(new[] { true, true }));
            await AssertEmpty();
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        // It does not matter whether it has lapsed already.
        await broker.Send([To(lapsing, "message")], default);
        await brief.Renew(lapsing, [(await TakeOne(brief, lapsing)).Lock], default);
        Assert.That((await TakeOne(broker, lapsing)).DeliveriesBefore, Is.EqualTo(1));
    }

    [Test]
    public async Task Of_many_locks_each_has_its_own_answer()
    {
        await Send("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
        var held = await Take(12);
        await broker.Delete(queue, [.. held.Take(3).Select(message => message.Lock)], default);
        MessageLock[] locks = [.. held.Select(message => message.Lock)];
        bool[] expected = [.. Enumerable.Range(0, 12).Select(index => index >= 3)];

        Assert.That(await broker.Renew(queue, locks, default), Is.EqualTo(expected));
        Assert.That(await broker.Delete(queue, locks, default), Is.EqualTo(expected));
        Assert.That(await broker.Renew(queue, locks, default), Is.All.False);
        Assert.That(await broker.Delete(queue, [], default), Is.Empty);
    }

    [Test]
    public async Task What_is_put_back_comes_where_it_was_and_is_counted()
    {
        await Send("1", "2", "3");
        var held = await Take(2);

        Assert.That(
            await broker.Return(
                queue,
                [.. held.Reverse().Select(message => new ReturnedMessage(message.Lock, TimeSpan.Zero, null))],
                default),
            Is.EqualTo(new[] { true, true }));

        Assert.That(await Delete(held[0]), Is.False);
        var again = await Take(3);
        AssertBodies(again, "1", "2", "3");
        var before = held.Select(message => message.Content.Id).ToHashSet();
        Assert.That(
            again.Select(message => message.DeliveriesBefore),
            Is.EqualTo(again.Select(message => before.Contains(message.Content.Id) ? 1 : 0)));
        Assert.That(again[0].Content.Properties.ToArray(), Is.EqualTo(held[0].Content.Properties.ToArray()));
    }

    [Test]
    public async Task What_is_put_back_for_later_comes_then_with_its_new_properties()
    {
        var delay = TimeSpan.FromSeconds(1);
        await Send("message");
        var held = await TakeOne();
        var started = Stopwatch.GetTimestamp();
        var properties = """{"new":"värld"}"""u8.ToArray();

        await broker.Return(queue, [new ReturnedMessage(held.Lock, delay, properties)], default);

        var again = await TakeOne();
        Assert.Multiple(() =>
        {
            Assert.That(Since(started), Is.GreaterThan(delay - TimeSpan.FromMilliseconds(50)));
            Assert.That(again.Content.Properties.ToArray(), Is.EqualTo(properties));
            Assert.That(Text(again), Is.EqualTo("message"));
            Assert.That(again.DeliveriesBefore, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Each_delivery_is_counted()
    {
        await Send("message");
        for (var before = 0; before < 5; before++)
        {
            var held = await TakeOne();
            Assert.That(held.DeliveriesBefore, Is.EqualTo(before));
            await broker.Return(queue, [new ReturnedMessage(held.Lock, TimeSpan.Zero, null)], default);
        }
    }

    [Test]
    public async Task What_is_put_back_keeps_its_priority()
    {
        await broker.Send([To(queue, "low"), To(queue, "high") with { Priority = 9 }], default);
        var held = await Take(2);
        await broker.Return(
            queue,
            [.. held.Select(message => new ReturnedMessage(message.Lock, TimeSpan.Zero, null))],
            default);

        var again = (await Take(2)).Select(Text);

        string[] sorted = ["high", "low"];
        if (Can(BrokerFeatures.Priorities))
            Assert.That(again, Is.EqualTo(sorted));
        else
            Assert.That(again, Is.EquivalentTo(sorted));
    }

    [Test]
    public async Task What_is_moved_is_in_the_other_queue_only_as_it_is_to_be_there()
    {
        var errors = NewName("errors");
        await Send("message");
        var held = await TakeOne();
        var target = new OutgoingMessage(errors, IsTopic: false, Content("error"u8.ToArray(), """{"why":"bad"}"""));

        Assert.That(await broker.Move(queue, held.Lock, target, default), Is.True);

        await AssertEmpty();
        Assert.That(await Delete(held), Is.False);
        var moved = await TakeOne(broker, errors);
        Assert.That(Text(moved), Is.EqualTo("error"));
        Assert.That(moved.Content.Properties.ToArray(), Is.EqualTo(target.Content.Properties.ToArray()));
        Assert.That(moved.DeliveriesBefore, Is.Zero);
    }
}

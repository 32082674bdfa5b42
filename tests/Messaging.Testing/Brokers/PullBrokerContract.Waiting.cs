using System.Diagnostics;
using Messaging.PullTransport;

namespace Messaging.Testing;

public abstract partial class PullBrokerContract
{
    // Far longer than a wake-up takes on a machine that stands still for a while.
    private static readonly TimeSpan Awake = TimeSpan.FromMinutes(1);

    // Far longer than that.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    [Test]
    public async Task Who_waits_wakes_when_a_message_comes()
    {
        var sender = Another(LongLock);
        for (var round = 0; round < 10; round++)
        {
            var waiting = Wait();
            await sender.Send([To(queue, $"{round}")], default);

            await waiting.WaitAsync(Awake);

            Assert.That(Text(await TakeOne()), Is.EqualTo($"{round}"));
        }
    }

    [Test]
    public async Task Who_waits_for_what_is_there_does_not_wait()
    {
        await Send("message");

        await Wait().WaitAsync(Awake);
    }

    [Test]
    public async Task Who_waits_wakes_when_a_message_is_put_back()
    {
        var holder = Another(LongLock);
        await Send("message");
        var held = await TakeOne(holder, queue);
        var waiting = Wait();

        await holder.Return(queue, [new ReturnedMessage(held.Lock, TimeSpan.Zero, null)], default);

        await waiting.WaitAsync(Awake);
        Assert.That(Text(await TakeOne()), Is.EqualTo("message"));
    }

    [Test]
    public async Task Who_waits_wakes_when_a_message_comes_due()
    {
        await broker.Send([To(queue, "later") with { Delay = TimeSpan.FromSeconds(1) }], default);

        await Wait().WaitAsync(Awake);

        Assert.That(Text(await TakeOne()), Is.EqualTo("later"));
    }

    [Test]
    public async Task Who_waits_wakes_when_a_holder_is_lost()
    {
        await Send("message");
        await TakeOne(Another(ShortLock), queue);

        await Wait().WaitAsync(Awake);

        Assert.That((await TakeOne()).DeliveriesBefore, Is.EqualTo(1));
    }

    [Test]
    public async Task A_wait_ends_when_nothing_comes()
    {
        var started = Stopwatch.GetTimestamp();

        await broker.WaitForMessage(queue, TimeSpan.FromSeconds(1), default).WaitAsync(Awake);

        Assert.That(Since(started), Is.LessThan(Awake));
    }

    [Test]
    public async Task A_wait_that_is_given_up_ends_at_once()
    {
        using var stop = new CancellationTokenSource();
        var waiting = broker.WaitForMessage(queue, LongestWait, stop.Token);

        await stop.CancelAsync();

        Assert.CatchAsync<OperationCanceledException>(() => waiting.WaitAsync(Awake));
        await Send("message");
        Assert.That(Text(await TakeOne()), Is.EqualTo("message"));
    }

    private Task Wait() => broker.WaitForMessage(queue, LongestWait, default);
}

using System.Diagnostics;
using System.Text;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FifoQueueTests : IAsyncDisposable
{
    private readonly SqsPullBroker broker = SqsServer.Open(TimeSpan.FromMinutes(1));
    private readonly string queue = $"{Settings.NewPrefix()}orders.fifo";

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    [Test]
    public async Task Messages_come_in_the_order_in_which_they_were_sent()
    {
        string[] bodies = [.. Enumerable.Range(0, 25).Select(number => $"{number}")];
        await broker.Send([.. bodies.Select(body => Message(body))], default);

        var taken = new List<string>();
        foreach (var _ in bodies)
        {
            var message = await TakeOne();
            taken.Add(Text(message));
            await broker.Delete(queue, [message.Lock], default);
        }

        Assert.That(taken, Is.EqualTo(bodies));
    }

    [Test]
    public async Task Messages_of_one_key_wait_for_each_other_and_for_no_others()
    {
        await broker.Send([Message("a1", "a"), Message("a2", "a"), Message("b1", "b")], default);

        var first = await TakeOne();
        var other = await TakeOne();

        Assert.That((Text(first), Text(other)), Is.EqualTo(("a1", "b1")));
        Assert.That(await broker.Receive(queue, 10, default), Is.Empty);
        await broker.Delete(queue, [first.Lock], default);
        Assert.That(Text(await TakeOne()), Is.EqualTo("a2"));
    }

    [Test]
    public async Task What_is_put_back_is_next_again()
    {
        await broker.Send([Message("1"), Message("2")], default);
        var first = await TakeOne();

        await broker.Return(queue, [new ReturnedMessage(first.Lock, TimeSpan.Zero, null)], default);

        var again = await TakeOne();
        Assert.That((Text(again), again.DeliveriesBefore), Is.EqualTo(("1", 1)));
    }

    [Test]
    public async Task What_changes_as_it_is_put_back_is_not_taken_for_what_was_sent_before()
    {
        await broker.Send([Message("message", "key")], default);
        for (var count = 1; count <= 3; count++)
        {
            var held = await TakeOne();
            var properties = Encoding.UTF8.GetBytes($$"""{"count":{{count}}}""");
            Assert.That(
                await broker.Return(queue, [new ReturnedMessage(held.Lock, TimeSpan.Zero, properties)], default),
                Is.EqualTo(new[] { true }));
        }

        var last = await TakeOne();
        Assert.That(Encoding.UTF8.GetString(last.Content.Properties.Span), Is.EqualTo("""{"count":3}"""));
        Assert.That(last.DeliveriesBefore, Is.EqualTo(3));
    }

    [Test]
    public async Task What_is_sent_twice_under_one_id_within_five_minutes_comes_once()
    {
        var message = Message("message");
        await broker.Send([message], default);
        await broker.Send([message], default);

        await broker.Delete(queue, [(await TakeOne()).Lock], default);

        Assert.That(await broker.Receive(queue, 10, default), Is.Empty);
    }

    [Test]
    public async Task Its_errors_are_in_an_ordinary_queue()
    {
        await broker.Send([Message("message")], default);
        var held = await TakeOne();

        await broker.Move(queue, held.Lock, new OutgoingMessage($"{queue}_error", IsTopic: false, held.Content), default);

        var moved = await Eventually.Get(() => broker.Receive($"{queue}_error", 1, default), some => some.Count == 1);
        Assert.That(Text(moved[0]), Is.EqualTo("message"));
        Assert.That(await broker.Receive(queue, 10, default), Is.Empty);
    }

    [Test]
    public async Task A_delayed_message_comes_when_it_is_due_and_was_delivered_never_before()
    {
        var started = Stopwatch.GetTimestamp();
        await broker.Send([Message("later") with { Delay = TimeSpan.FromSeconds(2) }], default);

        var held = await TakeOne();

        Assert.That(Stopwatch.GetElapsedTime(started), Is.GreaterThan(TimeSpan.FromSeconds(1.9)));
        Assert.That((Text(held), held.DeliveriesBefore), Is.EqualTo(("later", 0)));
    }

    private static string Text(HeldMessage message) => Encoding.UTF8.GetString(message.Content.Body.Span);

    private OutgoingMessage Message(string body, string? order = null) => new(
        queue,
        IsTopic: false,
        new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes(body)),
        Order: order);

    private async Task<HeldMessage> TakeOne() =>
        (await Eventually.Get(() => broker.Receive(queue, 1, default), some => some.Count == 1))[0];
}

using System.Collections.Concurrent;
using System.Text;
using Messaging.Hosting;
using Messaging.PullTransport;

namespace Messaging.Testing;

public abstract partial class PullBrokerContract
{
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static IEnumerable<TestCaseData> Bodies =>
    [
        Body("empty", []),
        Body("every byte", [.. Enumerable.Range(0, 256).Select(value => (byte)value)]),
        Body("not UTF-8", [0xC3, 0x28, 0xA0, 0xFF, 0xED, 0xA0, 0x80]),
        Body("NUL", [0]),
        Body("unicode", Encoding.UTF8.GetBytes("Grüße, 漢字, 🎉, \u0001\u001F\u007F\u0085\uFFFE\uFFFF")),
        Body("256 kB", Encoding.UTF8.GetBytes(new string('x', 256_000))),
    ];

    [Test]
    public Task A_broker_that_is_well_has_no_fault() =>
        // One that was slow to answer has one, for that moment.
        Eventually.Get(() => broker.FindFault(default), fault => fault is null);

    [Test]
    public async Task All_of_a_message_comes_back_as_it_was_sent()
    {
        var content = Content(
            "{}"u8.ToArray(), """{"headers":{"Wörk":"漢字 🎉 \u0000 ' \" \\ $1 {0}"},"type":["urn:message:A:B"]}""");
        await broker.Send([new OutgoingMessage(queue, IsTopic: false, content, Priority: 7)], default);

        var message = await TakeOne();

        Assert.Multiple(() =>
        {
            Assert.That(message.Content.Id, Is.EqualTo(content.Id));
            Assert.That(message.Content.Properties.ToArray(), Is.EqualTo(content.Properties.ToArray()));
            Assert.That(message.Content.Body.ToArray(), Is.EqualTo(content.Body.ToArray()));
            Assert.That(message.DeliveriesBefore, Is.Zero);
            Assert.That(message.Age, Is.InRange(TimeSpan.Zero, TimeSpan.FromMinutes(1)));
            if (Can(BrokerFeatures.Priorities))
                Assert.That(message.Priority, Is.EqualTo(7));
        });
    }

    [TestCaseSource(nameof(Bodies))]
    public async Task Any_body_comes_back(byte[] body)
    {
        await broker.Send([new OutgoingMessage(queue, IsTopic: false, Content(body))], default);

        Assert.That((await TakeOne()).Content.Body.ToArray(), Is.EqualTo(body));
    }

    [Test]
    public async Task A_queue_that_nobody_has_declared_is_made_by_the_first_message()
    {
        var other = NewName("other");
        await broker.Send([To(other, "first")], default);

        Assert.That(Text(await TakeOne(Another(LongLock), other)), Is.EqualTo("first"));
    }

    [Test]
    public async Task Nothing_is_waited_for_when_an_empty_queue_is_asked() => await AssertEmpty();

    [Test]
    public async Task No_more_come_than_are_wanted()
    {
        await Send("1", "2", "3", "4", "5");

        var first = await Take(2);
        var others = await Take(3);

        AssertBodies([.. first, .. others], "1", "2", "3", "4", "5");
    }

    [Test]
    public async Task A_thousand_of_one_call_come_once_each_and_in_order()
    {
        string[] bodies = [.. Enumerable.Range(0, 1_000).Select(number => $"{number:0000}")];
        await Send(bodies);

        var taken = await Take(1_000);

        AssertBodies(taken, bodies);
        Assert.That(
            await broker.Delete(queue, [.. taken.Select(message => message.Lock)], default),
            Has.Count.EqualTo(1_000).And.All.True);
        await AssertEmpty();
    }

    [Test]
    public async Task Messages_of_one_call_reach_their_queues()
    {
        var other = NewName("other");
        await broker.Send([To(queue, "1"), To(other, "2"), To(queue, "3")], default);

        AssertBodies(await Take(2), "1", "3");
        Assert.That(Text(await TakeOne(broker, other)), Is.EqualTo("2"));
    }

    [Test]
    public async Task Messages_of_higher_priority_come_first_and_equal_ones_in_order()
    {
        byte[] priorities = [0, 5, 9, 5, 0, 9, 1];
        await broker.Send(
            [.. priorities.Select((priority, index) => To(queue, $"{priority}.{index}") with { Priority = priority })],
            default);

        var bodies = (await Take(7)).Select(Text);

        string[] sorted = ["9.2", "9.5", "5.1", "5.3", "1.6", "0.0", "0.4"];
        if (Can(BrokerFeatures.Priorities))
            Assert.That(bodies, Is.EqualTo(sorted));
        else
            Assert.That(bodies, Is.EquivalentTo(sorted));
    }

    [Test]
    public async Task Holders_that_compete_never_get_the_same_message()
    {
        string[] bodies = [.. Enumerable.Range(0, 1_000).Select(number => $"{number}")];
        var taken = new ConcurrentQueue<string>();
        await Send(bodies);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            var holder = Another(LongLock);
            await Eventually.Get(
                async () =>
                {
                    var messages = await holder.Receive(queue, 25, default);
                    foreach (var message in messages)
                        taken.Enqueue(Text(message));
                    await holder.Delete(queue, [.. messages.Select(message => message.Lock)], default);
                    return taken.Count;
                },
                count => count >= bodies.Length);
        }));

        Assert.That(taken, Is.EquivalentTo(bodies));
    }

    [Test]
    public async Task A_delayed_message_comes_when_its_time_has_come()
    {
        var delay = TimeSpan.FromSeconds(1);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await broker.Send(
            [To(queue, "now"), To(queue, "later") with { Delay = delay }, To(queue, "last") with { Delay = Hour }],
            default);

        // Both of them are there if the first one is asked for late.
        var first = Text(await TakeOne());
        Assert.That(first, Is.EqualTo("now").Or.EqualTo("later"));
        Assert.That(first == "now" || Since(started) > delay - ClockTick, Is.True, "It has come too early.");
        Assert.That(Text(await TakeOne()), Is.EqualTo(first == "now" ? "later" : "now"));
        Assert.That(Since(started), Is.GreaterThan(delay - ClockTick));
        await AssertEmpty();
    }

    [Test]
    public async Task A_call_that_was_given_up_before_takes_nothing()
    {
        await Send("message");

        Assert.CatchAsync<OperationCanceledException>(
            () => broker.Receive(queue, 1, new CancellationToken(canceled: true)));

        Assert.That((await TakeOne()).DeliveriesBefore, Is.Zero);
    }

    private static TestCaseData Body(string name, byte[] body) => new TestCaseData(body).SetArgDisplayNames(name);
}

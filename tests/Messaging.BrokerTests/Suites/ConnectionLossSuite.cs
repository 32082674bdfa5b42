using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>Connections that break while the broker lives, and a broker that cannot be reached for a while.</summary>
/// <typeparam name="TBroker">The broker.</typeparam>
[Requires(BrokerFeatures.Processes)]
public abstract class ConnectionLossSuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(3);

    private TimeSpan Recovered => Deadlines.Recovery + (2 * UnderTest.LockTime);

    [Test]
    public async Task A_bus_that_was_idle_when_its_connection_was_cut_receives_and_sends_again()
    {
        var received = new Received<Note>();
        var link = await StartLink(plan => plan.Receive(Queue(), received));
        await link.Bus.Send(Queue(), new Note(1));
        await received.Next();

        link.Cut();

        await link.Bus.SendUntilConfirmed(Queue(), new Note(2));
        await received.Every([1, 2], note => note.Number, Recovered);
    }

    [Test]
    public async Task No_message_is_lost_of_those_sent_while_the_connection_is_cut_again_and_again()
    {
        var received = new Received<Note>();
        await StartBus(plan => plan.Receive(Queue(), received));
        var link = await StartLink();

        var batches = new List<Task>();
        for (var cut = 0; cut < 3; cut++)
        {
            var numbers = Enumerable.Range(cut * 100, 100);
            batches.Add(Task.WhenAll(
                numbers.Select(number => link.Bus.SendUntilConfirmed(Queue(), new Note(number)))));
            link.Cut();
            await Task.WhenAll(batches);
        }

        await received.Every(Enumerable.Range(0, 300), note => note.Number, Recovered);
    }

    [Test]
    public async Task No_published_message_is_lost_while_the_connection_is_cut_again_and_again()
    {
        var events = Enumerable.Range(0, 90).Select(_ => new SomethingHappened(Guid.NewGuid())).ToList();
        var mine = events.Select(happened => happened.Test).ToHashSet();
        var (one, two) = (Mine(), Mine());
        await StartBus(plan =>
        {
            plan.Receive(Queue("one"), one, subscribes: true);
            plan.Receive(Queue("two"), two, subscribes: true);
        });
        var link = await StartLink();

        foreach (var batch in events.Chunk(30))
        {
            var publishing = Task.WhenAll(batch.Select(link.Bus.PublishUntilConfirmed));
            link.Cut();
            await publishing;
        }

        await one.Every(mine, happened => happened.Test, Recovered);
        await two.Every(mine, happened => happened.Test, Recovered);

        Received<SomethingHappened> Mine() => new(isMine: happened => mine.Contains(happened.Test));
    }

    [Test]
    public async Task Requests_are_answered_though_the_connection_of_who_asks_is_cut_and_each_gets_its_own_answer()
    {
        var hold = NewHold();
        var questions = new Received<Question>(async context =>
        {
            await hold.Wait(context);
            await context.RespondAsync(new Answer(context.Message.Number));
        });
        await StartBus(plan => plan.Receive(Queue(), questions, prefetch: 10, concurrency: 10));
        var link = await StartLink();
        var asking = Enumerable.Range(0, 10).Select(Ask).ToList();
        await questions.Next(10);

        link.Cut();
        hold.Release();

        Assert.That(await Task.WhenAll(asking), Is.EqualTo(Enumerable.Range(0, 10)));

        async Task<int> Ask(int number) =>
            (await link.Bus.AskUntilAnswered<Question, Answer>(Queue(), new Question(number))).Number;
    }

    [Test]
    public async Task What_was_being_consumed_when_the_connection_was_cut_is_delivered_again_and_nothing_else_is_lost()
    {
        var hold = NewHold();
        var received = new Received<Note>(hold.Wait);
        var sender = await StartBus();
        for (var number = 0; number < 20; number++)
            await sender.Send(Queue(), new Note(number));
        // It takes five of what is there and asks for no other, so that it gets none twice, however slow it is.
        var link = await StartLink(plan => plan.Receive(Queue(), received, prefetch: 5, concurrency: 5));
        var first = (await received.Next(5)).Select(note => note.Message.Number).ToArray();

        link.Cut();
        hold.Release();

        await received.Every(Enumerable.Range(0, 20), note => note.Number, Recovered);
        // Who has a lock settles over the next connection, and nothing else can.
        if (!Can(BrokerFeatures.Locks))
            await received.EveryAgain(first, note => note.Number, Recovered);
        // What was settled after all, and what was not, is gone in the end.
        await link.Bus.SendUntilConfirmed(Queue(), new Note(99));
        await received.Every([99], note => note.Number, Recovered);
        Assert.That(first, Is.Unique);
    }

    [Test]
    public async Task A_bus_goes_on_by_itself_when_its_broker_was_away_for_seconds_while_it_sent_and_consumed()
    {
        var received = new Received<Note>();
        var link = await StartLink(plan => plan.Receive(Queue(), received));
        var before = Enumerable.Range(0, 50).Select(number => link.Bus.SendUntilConfirmed(Queue(), new Note(number)));
        var sending = Task.WhenAll(before);
        await received.Next();

        link.Close();
        var meanwhile = link.Bus.SendUntilConfirmed(Queue(), new Note(50));
        // The outage itself is what is tested.
        await Task.Delay(Outage);
        link.Open();

        await sending;
        await meanwhile;
        await received.Every(Enumerable.Range(0, 51), note => note.Number, Recovered);
    }

    [Test]
    public async Task A_bus_that_is_started_while_its_broker_is_away_works_when_it_is_back()
    {
        var received = new Received<Note>();
        var relay = NewRelay();
        relay.Close();
        var starting = StartLink(relay, plan => plan.Receive(Queue(), received));
        // The outage itself is what is tested.
        await Task.Delay(TimeSpan.FromSeconds(1));
        relay.Open();

        var link = await starting;
        await link.Bus.SendUntilConfirmed(Queue(), new Note(1));
        await received.Next(Recovered);
    }

    [Test]
    public async Task Why_the_broker_cannot_be_reached_is_said_in_a_sentence()
    {
        var bus = await StartBus();
        await Assert.ThatAsync(
            () => bus.Broker.FindFault(CancellationToken.None),
            Is.Null.After((int)Deadlines.Default.TotalSeconds).Seconds.PollEvery(50).MilliSeconds);
        Assert.That(bus.Broker.Address, Is.Not.Empty);

        var link = await StartLink();
        link.Close();

        var fault = await link.Bus.Broker.FindFault(CancellationToken.None);
        Assert.That(fault, Is.Not.Null.And.Not.Empty.And.EndsWith("."));
    }
}

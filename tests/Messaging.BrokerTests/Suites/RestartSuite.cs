using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>
/// A server that is killed and started again with its data, once, while one bus is idle, one sends and one consumes.
/// </summary>
/// <typeparam name="TBroker">The broker.</typeparam>
[Parallelizable(ParallelScope.Self)]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public abstract class RestartSuite<TBroker>
    where TBroker : KillableBroker, new()
{
    private readonly TBroker broker = new();
    private readonly List<TestBus> buses = [];
    private readonly Hold hold = new();
    private readonly Received<Note> idle = new();
    private readonly Received<Note> sent = new();
    private readonly HashSet<int> confirmed = [];
    private Received<Note> consumed = null!;
    private int[] held = [];
    private TestBus sender = null!;

    private TimeSpan Recovered => Deadlines.Recovery + (2 * broker.LockTime);

    /// <summary>Starts the server and three buses, and kills and restarts the server.</summary>
    [OneTimeSetUp]
    public async Task KillAndRestart()
    {
        consumed = new Received<Note>(hold.Wait);
        await broker.Start();
        sender = await StartBus(plan => plan.Receive("sent", sent));
        await StartBus(plan => plan.Receive("idle", idle));
        await StartBus(plan => plan.Receive("consumed", consumed, prefetch: 5, concurrency: 5));
        for (var number = 0; number < 20; number++)
        {
            await sender.Send("waiting", new Note(number));
            await sender.Send("consumed", new Note(number));
        }

        held = [.. (await consumed.Next(5)).Select(note => note.Message.Number)];
        using var stop = new CancellationTokenSource();
        var sending = SendUntil(stop.Token);
        await sent.Next(20);

        await broker.Kill();
        hold.Release();
        await broker.Start();
        await sender.SendUntilConfirmed("sent", new Note(-1));
        await stop.CancelAsync();
        await sending;
    }

    /// <summary>Stops all of it.</summary>
    [OneTimeTearDown]
    public async Task StopAll()
    {
        hold.Release();
        foreach (var bus in buses)
            await bus.DisposeAsync();
        await broker.DisposeAsync();
    }

    [Test]
    public async Task A_bus_that_was_idle_receives_again()
    {
        await sender.SendUntilConfirmed("idle", new Note(1));
        await idle.Next(Recovered);
    }

    [Test]
    public async Task What_had_been_sent_before_and_waited_is_there()
    {
        var waiting = new Received<Note>();
        await StartBus(plan => plan.Receive("waiting", waiting));
        await waiting.Every(Enumerable.Range(0, 20), note => note.Number, Recovered);
    }

    [Test]
    public async Task Every_message_arrives_whose_send_had_completed()
    {
        Assert.That(confirmed, Has.Count.GreaterThanOrEqualTo(20));
        await sent.Every(confirmed, note => note.Number, Recovered);
    }

    [Test]
    public async Task What_was_being_consumed_is_delivered_again_and_the_rest_of_its_queue_after_it()
    {
        await consumed.Every(Enumerable.Range(0, 20), note => note.Number, Recovered);
        // Who has a lock settles over the next connection, and nothing else can.
        if (!sender.Broker.Features.HasFlag(BrokerFeatures.Locks))
            await consumed.EveryAgain(held, note => note.Number, Recovered);
        await sender.SendUntilConfirmed("consumed", new Note(99));
        await consumed.Every([99], note => note.Number, Recovered);
    }

    private async Task<TestBus> StartBus(Action<BusPlan> plan)
    {
        var bus = await TestBus.Start(
            broker.Connect(broker.Address, TimeProvider.System), TimeProvider.System, plan);
        buses.Add(bus);
        return bus;
    }

    private async Task SendUntil(CancellationToken stop)
    {
        for (var number = 1_000; !stop.IsCancellationRequested; number++)
        {
            await sender.SendUntilConfirmed("sent", new Note(number));
            confirmed.Add(number);
        }
    }
}

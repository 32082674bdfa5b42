using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>
/// What all suites have in common. Each test has its own instance, its own queues and its own buses, so all of them may
/// run at the same time.
/// </summary>
/// <typeparam name="TBroker">The broker.</typeparam>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    private static readonly TimeSpan LongLocks = TimeSpan.FromMinutes(5);

    // Renewed when half of it is over at the latest: a machine that stands still for ten seconds loses none.
    private static readonly TimeSpan KeptLocks = TimeSpan.FromSeconds(22);

    private readonly List<IAsyncDisposable> opened = [];
    private readonly List<Hold> holds = [];
    private readonly string prefix = $"s{Guid.NewGuid().ToString("N")[..12]}-";

    private protected BrokerSuite()
    {
    }

    private protected TBroker UnderTest { get; } = new();

    /// <summary>What the broker says it can do.</summary>
    private protected BrokerFeatures Features =>
        UnderTest.Connect(UnderTest.Address, TimeProvider.System).Features;

    /// <summary>Starts the broker.</summary>
    [SetUp]
    public async Task StartBroker()
    {
        await UnderTest.Start();
        Assert.That(
            BrokerSuites.Lacking(GetType(), Features),
            Is.EqualTo(BrokerFeatures.None),
            $"{typeof(TBroker).Name} does not say that it can do this, so {GetType().Name} has nothing to show. Remove the "
            + "fixture, or correct the features of the broker.");
    }

    /// <summary>Ends what the test has started.</summary>
    [TearDown]
    public async Task EndAll()
    {
        holds.ForEach(hold => hold.Release());
        // At once, as a bus that has lost its broker takes some seconds.
        await Task.WhenAll(opened.Select(each => each.DisposeAsync().AsTask()));
        await UnderTest.DisposeAsync();
    }

    /// <summary>Whether the broker says that it can do something.</summary>
    private protected bool Can(BrokerFeatures feature) => Features.HasFlag(feature);

    /// <summary>Name of a queue that no other test has.</summary>
    private protected string Queue(string name = "queue") => prefix + name;

    /// <summary>Something to keep consumers from ending; they may when the test has ended.</summary>
    private protected Hold NewHold()
    {
        var hold = new Hold();
        holds.Add(hold);
        return hold;
    }

    /// <summary>Starts a bus with a connection of its own, as another process has.</summary>
    private protected Task<TestBus> StartBus(Action<BusPlan>? plan = null, TimeProvider? clock = null) =>
        StartBus(UnderTest.Address, plan, clock ?? TimeProvider.System);

    /// <summary>
    /// Starts a bus whose locks last for minutes: for tests in which none is to lapse, however long the machine stands
    /// still, and in which what is given back can be told from what only lapses.
    /// </summary>
    private protected Task<TestBus> StartWithLongLocks(Action<BusPlan> plan, TimeProvider? clock = null) =>
        StartBus(UnderTest.AddressWithLocks(LongLocks), plan, clock ?? TimeProvider.System);

    /// <summary>Starts a bus whose locks lapse if they are not renewed: <see cref="KeptLocksWouldLapse"/>.</summary>
    private protected Task<TestBus> StartWithKeptLocks(Action<BusPlan> plan, TimeProvider? clock = null) =>
        StartBus(UnderTest.AddressWithLocks(KeptLocks), plan, clock ?? TimeProvider.System);

    /// <summary>
    /// Waits until a message of <see cref="StartWithKeptLocks"/> would be another's whose lock was not renewed.
    /// </summary>
    /// <param name="renewals">How often it was not to be renewed only.</param>
    private protected Task KeptLocksWouldLapse(int renewals = 0) => Can(BrokerFeatures.Locks)
        ? Task.Delay(KeptLocks * (1.1 + (renewals * 0.5)))
        : Task.CompletedTask;

    /// <summary>
    /// Waits until a queue holds nothing any more, that is until all that was consumed is settled. Without a word if
    /// the broker cannot be asked.
    /// </summary>
    private protected async Task AllAreSettled(TestBus bus)
    {
        if (UnderTest.QueuesOf(bus.Broker) is not { } queues)
            return;

        await Assert.ThatAsync(
            async () => await queues.Measure(Queue(), CancellationToken.None) is { Waiting: 0, Held: null or 0 },
            Is.True.After((int)Deadlines.Default.TotalSeconds).Seconds.PollEvery(50).MilliSeconds,
            "Something is left in the queue.");
    }

    /// <summary>Starts a bus at one of the broker's addresses.</summary>
    private protected Task<TestBus> StartBus(Uri address, Action<BusPlan>? plan, TimeProvider clock) =>
        StartBus(UnderTest.Connect(address, clock), plan, clock);

    /// <summary>Starts a bus on a broker that is not used yet.</summary>
    private protected async Task<TestBus> StartBus(IBroker broker, Action<BusPlan>? plan, TimeProvider clock)
    {
        var bus = await TestBus.Start(broker, clock, plan);
        opened.Add(bus);
        return bus;
    }

    /// <summary>Something to put before the server.</summary>
    private protected TcpRelay NewRelay() => new(UnderTest.Server ?? throw new InvalidOperationException(
        $"{typeof(TBroker).Name} has no Server to put a relay before. One of several processes needs it to be tested."));

    /// <summary>Starts a bus whose connections the test can break.</summary>
    private protected Task<BrokerLink> StartLink(Action<BusPlan>? plan = null) => StartLink(NewRelay(), plan);

    /// <summary>Starts a bus whose connections go through a relay.</summary>
    private protected async Task<BrokerLink> StartLink(TcpRelay relay, Action<BusPlan>? plan)
    {
        var broker = UnderTest.Connect(UnderTest.AddressVia(relay.Port), TimeProvider.System);
        var link = new BrokerLink(relay, await TestBus.Start(broker, TimeProvider.System, plan));
        opened.Add(link);
        return link;
    }
}

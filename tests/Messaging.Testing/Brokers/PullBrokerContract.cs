using System.Diagnostics;
using System.Text;
using Messaging.Hosting;
using Messaging.PullTransport;

namespace Messaging.Testing;

/// <summary>
/// What every <see cref="IPullBroker"/> must do. Each one inherits it, and says in <see cref="Features"/> what it cannot
/// do; those tests then assert the rest.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.Children)]
public abstract partial class PullBrokerContract
{
    private static readonly TimeSpan LongLock = TimeSpan.FromMinutes(1);

    // A lock that lapses while a test looks on. Whole seconds, as not every broker counts in less.
    private static readonly TimeSpan ShortLock = TimeSpan.FromSeconds(1);

    // What is renewed or used all the time is kept for so long that a machine may stand still for ten seconds.
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(12);

    private readonly List<IPullBroker> opened = [];
    private IPullBroker broker = null!;
    private string queue = null!;

    /// <summary>What the broker can do that not all can.</summary>
    protected abstract BrokerFeatures Features { get; }

    /// <summary>Whether <see cref="IPullBroker.Move"/> is both or nothing.</summary>
    protected virtual bool MovesAreAtomic => true;

    [SetUp]
    public async Task OpenBroker()
    {
        broker = Another(LongLock);
        queue = NewName("queue");
        await Declare(queue);
    }

    [TearDown]
    public async Task CloseBrokers()
    {
        foreach (var one in opened)
            await one.DisposeAsync();
    }

    /// <summary>Connects to the test's server, as another process does.</summary>
    /// <param name="lockTime">How long messages are locked, whole seconds.</param>
    internal abstract IPullBroker Open(TimeSpan lockTime);

    private static string NewName(string kind) => $"t{Guid.NewGuid():N}"[..13] + "-" + kind;

    private static string Text(HeldMessage message) => Encoding.UTF8.GetString(message.Content.Body.Span);

    private static MessageContent Content(ReadOnlyMemory<byte> body, string properties = """{"a":"b"}""") =>
        new(Guid.NewGuid(), Encoding.UTF8.GetBytes(properties), body);

    private static MessageContent Content(string body) => Content(Encoding.UTF8.GetBytes(body));

    private static TimeSpan Since(long started) => Stopwatch.GetElapsedTime(started);

    private IPullBroker Another(TimeSpan lockTime)
    {
        var another = Open(lockTime);
        opened.Add(another);
        return another;
    }

    private Task Declare(string name, TimeSpan? deleteWhenIdle = null) =>
        broker.DeclareQueue(new QueueDeclaration(name, deleteWhenIdle), default);

    private static OutgoingMessage To(string target, string body) => new(target, IsTopic: false, Content(body));

    private Task Send(params string[] bodies) => broker.Send([.. bodies.Select(body => To(queue, body))], default);

    /// <summary>Receives until there are as many as wanted; what came is in the order in which it came.</summary>
    private Task<IReadOnlyList<HeldMessage>> Take(int count) => Take(broker, queue, count);

    private static async Task<IReadOnlyList<HeldMessage>> Take(IPullBroker from, string name, int count)
    {
        var taken = new List<HeldMessage>();
        await Eventually.Get(
            async () =>
            {
                taken.AddRange(await from.Receive(name, count - taken.Count, default));
                return taken.Count;
            },
            found => found >= count);
        Assert.That(taken, Has.Count.EqualTo(count));
        return taken;
    }

    private static async Task<HeldMessage> TakeOne(IPullBroker from, string name) => (await Take(from, name, 1))[0];

    private Task<HeldMessage> TakeOne() => TakeOne(broker, queue);

    private async Task<bool> Delete(HeldMessage message) => (await broker.Delete(queue, [message.Lock], default))[0];

    private async Task AssertEmpty(string? name = null) =>
        Assert.That((await broker.Receive(name ?? queue, 10, default)).Select(Text), Is.Empty);

    private bool Can(BrokerFeatures feature) => Features.HasFlag(feature);

    private void AssertBodies(IEnumerable<HeldMessage> messages, params string[] expected)
    {
        var bodies = messages.Select(Text);
        if (Can(BrokerFeatures.Order))
            Assert.That(bodies, Is.EqualTo(expected));
        else
            Assert.That(bodies, Is.EquivalentTo(expected));
    }
}

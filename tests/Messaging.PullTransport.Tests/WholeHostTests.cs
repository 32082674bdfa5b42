using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.PullTransport.Tests;

/// <summary>A host with everything in it, on a broker that fails now and then.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class WholeHostTests
{
    private const int Count = 50;

    // Each failure is followed by a pause, and what was lost by it comes again when its lock lapses.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LockTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortLock = TimeSpan.FromSeconds(2);

    // Told to the host, which renews it after a third. Where the broker's clock stands still it never lapses by itself.
    private static readonly TimeSpan KeptLock = TimeSpan.FromSeconds(3);

    [Test]
    public async Task Tasks_are_sent_run_and_tracked()
    {
        var state = new BrokerState();
        await using var host = await Start(() => new ProcessBroker(state, LockTime));

        var sum = await host.Tasks.Send(new Add(1, 2));

        Assert.That(await sum.GetResult(Eventually.Deadline), Is.EqualTo(3));
    }

    [TestCase(nameof(ProcessBroker.Send))]
    [TestCase(nameof(ProcessBroker.Receive))]
    [TestCase(nameof(ProcessBroker.Delete))]
    [TestCase(nameof(ProcessBroker.WaitForMessage))]
    public async Task Nothing_is_lost_when_the_broker_is_away_at(string call)
    {
        var (state, failures) = (new BrokerState(), new Failures(call));
        await using var host = await Start(() => failures.Broker(state, ShortLock));

        await Eventually.Get(
            async () =>
            {
                var sums = await host.Tasks.SendMany(Enumerable.Range(0, Count).Select(index => new Add(index, 1)));
                var results = await Task.WhenAll(sums.Select(sum => sum.GetResult(Patience)));
                Assert.That(results, Is.EqualTo(Enumerable.Range(1, Count)));
                return failures.Count;
            },
            count => count >= 6,
            2 * Patience);
    }

    [TestCase(nameof(ProcessBroker.DeclareQueue))]
    [TestCase(nameof(ProcessBroker.DeclareTopic))]
    [TestCase(nameof(ProcessBroker.Subscribe))]
    public async Task A_host_that_starts_while_the_broker_is_away_works_as_soon_as_it_is_there(string call)
    {
        var (state, failures) = (new BrokerState(), new Failures(call));
        await using var host = await Start(() => failures.Broker(state, LockTime));

        var sum = await host.Tasks.Send(new Add(1, 2));

        Assert.That(await sum.GetResult(Eventually.Deadline), Is.EqualTo(3));
        Assert.That(failures.Count, Is.Positive);
    }

    [Test]
    public async Task A_task_longer_than_the_lock_time_keeps_its_message_although_renewals_fail()
    {
        var time = new StandingTime();
        var (state, failures) = (new BrokerState(time), new Failures(nameof(ProcessBroker.Renew), oneIn: 2));
        var gate = Gate.New();
        await using var host = await Start(() => failures.Broker(state, KeptLock));
        var task = await host.Tasks.Send(new SpinAtGate(gate.Name));
        await gate.NextArrival();

        // The broker's time goes on by most of a lock whenever it was renewed, and stands still meanwhile.
        var started = state.Now;
        while (failures.Count < 6 || state.Now - started < 3 * KeptLock)
        {
            var lapses = LapsesAt(state);
            time.Advance(0.8 * KeptLock);
            await Eventually.Get(() => Task.FromResult(LapsesAt(state)), renewed => renewed > lapses);
        }

        gate.Open();

        Assert.That(await task.GetResult(Eventually.Deadline), Is.EqualTo("passed"));
        Assert.That(gate.Arrived, Is.EqualTo(1));
    }

    [Test]
    public async Task A_task_whose_message_somebody_else_has_got_is_broken_off()
    {
        var state = new BrokerState(new StandingTime());
        var gate = Gate.New();
        await using var host = await Start(() => new ProcessBroker(state, KeptLock));
        var task = await host.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        lock (state.Gate)
        {
            var message = state.Queues["default"].Messages.Single();
            (message.Holder, message.FreeAt) = (null, TimeSpan.Zero);
        }

        await gate.NextArrival();
        await host.Log.WaitFor("is not locked by this process any more");
        gate.Open();
        Assert.That(await task.GetResult(Eventually.Deadline), Is.EqualTo("passed"));
        Assert.That(gate.Arrived, Is.EqualTo(2));
    }

    [Test]
    public async Task At_a_stop_what_was_not_begun_is_free_again_at_once()
    {
        var (state, failures) = (new BrokerState(), new Failures(nameof(ProcessBroker.Return)));
        var gate = Gate.New();
        var host = await Start(() => failures.Broker(state, LockTime), ("Worker:Concurrency", "1"));
        await host.Tasks.SendMany(Enumerable.Range(0, 10).Select(_ => new SpinAtGate(gate.Name)));
        await gate.NextArrival();

        var stopped = host.DisposeAsync().AsTask();
        await Eventually.Get(() => Task.FromResult(Free(state)), free => free == 9);
        gate.Open();
        await stopped;

        Assert.That(Free(state), Is.EqualTo(9));
        Assert.That(gate.Arrived, Is.EqualTo(1));
    }

    private static TimeSpan LapsesAt(BrokerState state)
    {
        lock (state.Gate)
            return state.Queues["default"].Messages.Single().FreeAt;
    }

    private static int Free(BrokerState state)
    {
        lock (state.Gate)
            return state.Queues["default"].Messages.Count(message => message.Holder is null);
    }

    private static Task<MessagingHost> Start(Func<ProcessBroker> broker, params (string, string?)[] settings) =>
        MessagingHost.Start(
            Settings.InMemory().With(
            [
                ("Broker", "process:"), ("Roles", "Producer, Worker, Tracker"), ("Tracking:Store", "memory:"),
                .. settings,
            ]),
            messaging =>
            {
                messaging.AddBroker(new ProcessBrokers(broker));
                TestTasks.Add(messaging);
            });
}

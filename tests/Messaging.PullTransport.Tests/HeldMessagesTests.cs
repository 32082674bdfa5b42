using Messaging.Hosting;
using Messaging.Testing;
using Microsoft.Extensions.Logging;

namespace Messaging.PullTransport.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HeldMessagesTests : IDisposable
{
    private static readonly TimeSpan LockTime = TimeSpan.FromSeconds(1);

    private readonly BrokerState state = new();
    private readonly LogLines log = new();
    private readonly LaterTime time = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly ProcessBroker broker;
    private readonly PullRuntime runtime;

    public HeldMessagesTests()
    {
        broker = new ProcessBroker(state, LockTime);
        runtime = new PullRuntime(broker, new ClosedQueues(), time, log.CreateLogger("pull"));
    }

    public void Dispose()
    {
        stopping.Dispose();
        log.Dispose();
    }

    [TestCase(nameof(ProcessBroker.Delete))]
    [TestCase(nameof(ProcessBroker.Move))]
    [TestCase(nameof(ProcessBroker.Return))]
    public async Task A_message_that_cannot_be_settled_is_not_renewed_but_handed_out_again(string how)
    {
        await using var held = new HeldMessages("queue", runtime, stopping.Token);
        var message = await Take(held);
        broker.Before = call =>
        {
            if (call == how)
                throw new InvalidOperationException($"{call} is broken.");
        };

        await Settle(message, how);

        await IsLeftUntilItsLockRanOut();
    }

    [TestCase(nameof(ProcessBroker.Delete))]
    [TestCase(nameof(ProcessBroker.Move))]
    [TestCase(nameof(ProcessBroker.Return))]
    public async Task A_message_that_this_process_may_not_settle_is_not_renewed_but_handed_out_again(string how)
    {
        await using var held = new HeldMessages("queue", runtime, stopping.Token);
        var message = await Take(held);
        Fail(how, isForbidden: true);

        await Settle(message, how);

        await IsLeftUntilItsLockRanOut();
    }

    [Test]
    public async Task A_broker_that_cannot_be_told_what_is_done_is_logged_at_first_and_once_a_minute()
    {
        const string Told = "cannot be told to the broker: Delete fails, as it should.";
        await using var held = new HeldMessages("queue", runtime, stopping.Token);
        var message = await Take(held);
        var failures = Fail(nameof(ProcessBroker.Delete), isForbidden: false);

        var settled = message.Complete();
        await Eventually.Get(() => Task.FromResult(failures()), count => count > 3);
        Assert.That(Lines(Told), Is.EqualTo(1));
        time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.Get(() => Task.FromResult(Lines(Told)), count => count == 2);

        broker.Before = _ => { };
        await settled.WaitAsync(Eventually.Deadline);
        Assert.That(state.Queues["queue"].Messages, Is.Empty);
    }

    [Test]
    public async Task Renewals_that_fail_are_logged_at_first_and_once_a_minute_and_are_of_all_that_is_held(
        [Values] bool isForbidden)
    {
        const string Told = "could not be renewed: Renew fails, as it should.";
        await using var held = new HeldMessages("queue", runtime, stopping.Token);
        var failures = Fail(nameof(ProcessBroker.Renew), isForbidden);
        await Take(held);
        await Eventually.Get(() => Task.FromResult(failures()), count => count > 3);
        Assert.That(Lines($"The locks of 1 messages of queue queue {Told}"), Is.EqualTo(1));

        var second = await Take(held);
        await Eventually.Get(() => Task.FromResult(second.LockedFor), age => age > LockTime / 3);
        // Two more: one may have been under way that did not know of the second message yet.
        var before = failures();
        await Eventually.Get(() => Task.FromResult(failures()), count => count >= before + 2);
        time.Advance(TimeSpan.FromMinutes(1));
        await log.WaitFor($"The locks of 2 messages of queue queue {Told}");
        Assert.That(Lines(Told), Is.EqualTo(2));
    }

    [Test]
    public async Task A_message_that_somebody_else_has_got_is_lost_and_its_run_is_told()
    {
        await using var held = new HeldMessages("queue", runtime, stopping.Token);
        var message = await Take(held);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        message.Cancel = told.SetResult;

        lock (state.Gate)
        {
            var stored = state.Queues["queue"].Messages.Single();
            (stored.Holder, stored.FreeAt) = (new MessageLock(new object()), TimeSpan.MaxValue);
        }

        await told.Task.WaitAsync(Eventually.Deadline);
        await message.Complete();
        await log.WaitFor("or the message was held for as long as the broker lets anybody");
        Assert.That(message.IsLost, Is.True);
        Assert.That(state.Queues["queue"].Messages, Has.Count.EqualTo(1), "it is somebody else's");
    }

    [Test]
    public async Task The_end_waits_for_settlements_under_way_and_puts_the_rest_back()
    {
        using var gate = new SemaphoreSlim(0);
        // Neither locks nor the patience of the end are over while the test looks on, however long that takes.
        var patient = new ProcessBroker(state, TimeSpan.FromMinutes(10));
        var held = new HeldMessages(
            "queue",
            new PullRuntime(patient, new ClosedQueues(), new ScaledTime(0.01), log.CreateLogger("pull")),
            stopping.Token);
        var done = await Take(held, patient);
        await Take(held, patient);
        patient.Before = call =>
        {
            if (call == nameof(ProcessBroker.Delete))
                gate.Wait();
        };

        var settled = done.Complete();
        var ended = held.DisposeAsync().AsTask();
        await Eventually.Get(() => broker.Receive("queue", 1, default), found => found.Count == 1);
        Assert.That(ended.IsCompleted, Is.False);
        gate.Release();

        await Task.WhenAll(settled, ended).WaitAsync(Eventually.Deadline);
        Assert.That(state.Queues["queue"].Messages, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_stop_while_the_broker_is_away_takes_a_few_seconds()
    {
        var held = new HeldMessages("queue", runtime, stopping.Token);
        var done = await Take(held);
        var tries = 0;
        broker.Before = call =>
        {
            if (call is nameof(ProcessBroker.Delete) or nameof(ProcessBroker.Return))
                Interlocked.Increment(ref tries);
            throw new BrokerUnavailableException($"{call} fails, as it should.");
        };
        var settled = done.Complete();
        await stopping.CancelAsync();
        await settled.WaitAsync(Eventually.Deadline);
        await held.DisposeAsync();

        // There is a pause after each, so a slow machine makes fewer.
        Assert.That(tries, Is.InRange(2, 3 * (Settlements.LongestStop / Settlements.Pause)));
        await log.WaitFor("could not be settled");
    }

    /// <summary>Makes calls of one kind fail from now on.</summary>
    /// <returns>Says how many there were.</returns>
    private Func<int> Fail(string failing, bool isForbidden)
    {
        var count = 0;
        broker.Before = call =>
        {
            if (call != failing)
                return;

            Interlocked.Increment(ref count);
            throw new BrokerUnavailableException($"{call} fails, as it should.") { IsForbidden = isForbidden };
        };
        return () => Volatile.Read(ref count);
    }

    private static Task Settle(HeldLock message, string how) => (how switch
    {
        nameof(ProcessBroker.Delete) => message.Complete(),
        nameof(ProcessBroker.Move) => message.Move("queue_error", []),
        _ => message.PutBack(),
    }).WaitAsync(Eventually.Deadline);

    private async Task IsLeftUntilItsLockRanOut()
    {
        Assert.That(state.Queues["queue"].Messages.Single().Holder, Is.Not.Null, "it was not put back");
        await log.WaitFor("could not be settled");
        var again = await Eventually.Get(() => broker.Receive("queue", 1, default), found => found.Count == 1);
        Assert.That(again[0].DeliveriesBefore, Is.EqualTo(1));
    }

    private int Lines(string text) => log.All.Count(line => line.Contains(text, StringComparison.Ordinal));

    private async Task<HeldLock> Take(HeldMessages held, ProcessBroker? from = null)
    {
        await (from ?? broker).Send(
            [
                new OutgoingMessage(
                    "queue", IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), default)),
            ],
            default);
        return held.Add((await (from ?? broker).Receive("queue", 1, default)).Single());
    }
}

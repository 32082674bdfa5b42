using System.Diagnostics;
using Messaging.Testing;
using Microsoft.Extensions.Logging;

namespace Messaging.PullTransport.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HeldMessagesTests : IDisposable
{
    private static readonly TimeSpan LockTime = TimeSpan.FromSeconds(1);

    private readonly BrokerState state = new();
    private readonly LogLines log = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly ProcessBroker broker;
    private readonly PullRuntime runtime;

    public HeldMessagesTests()
    {
        broker = new ProcessBroker(state, LockTime);
        runtime = new PullRuntime(broker, TimeProvider.System, log.CreateLogger("pull"));
    }

    public void Dispose()
    {
        stopping.Dispose();
        log.Dispose();
    }

    [Test]
    public async Task A_message_that_cannot_be_settled_is_not_renewed_but_handed_out_again()
    {
        await using var held = new HeldMessages("queue", runtime, stopping.Token);
        var message = await Take(held);
        broker.Before = call =>
        {
            if (call == nameof(ProcessBroker.Delete))
                throw new InvalidOperationException("Deleting is broken.");
        };

        await message.Complete();

        await log.WaitFor("could not be settled");
        var again = await Eventually.Get(() => broker.Receive("queue", 1, default), found => found.Count == 1);
        Assert.That(again[0].DeliveriesBefore, Is.EqualTo(1));
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
        Assert.That(message.IsLost, Is.True);
        Assert.That(state.Queues["queue"].Messages, Has.Count.EqualTo(1), "it is somebody else's");
    }

    [Test]
    public async Task The_end_waits_for_settlements_under_way_and_puts_the_rest_back()
    {
        using var gate = new SemaphoreSlim(0);
        var held = new HeldMessages("queue", runtime, stopping.Token);
        var done = await Take(held);
        await Take(held);
        broker.Before = call =>
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
        broker.Before = call => throw new BrokerUnavailableException($"{call} fails, as it should.");
        var began = Stopwatch.GetTimestamp();

        var settled = done.Complete();
        await stopping.CancelAsync();
        await settled.WaitAsync(Eventually.Deadline);
        await held.DisposeAsync();

        Assert.That(Stopwatch.GetElapsedTime(began), Is.LessThan(Settlements.LongestStop * 3));
        await log.WaitFor("could not be settled");
    }

    [Test]
    public async Task What_cannot_be_settled_for_longer_than_a_lock_holds_is_told_and_settled_when_it_can_be()
    {
        await using var held = new HeldMessages("queue", runtime, stopping.Token);
        var message = await Take(held);
        broker.Before = call =>
        {
            if (call == nameof(ProcessBroker.Delete))
                throw new BrokerUnavailableException("Deleting is denied.");
        };

        var settled = message.Complete();
        await log.WaitFor("could not be settled or renewed for 00:00:01: Deleting is denied. It is tried again.");
        broker.Before = _ => { };

        await settled.WaitAsync(Eventually.Deadline);
        Assert.That(state.Queues["queue"].Messages, Is.Empty);
    }

    private async Task<HeldLock> Take(HeldMessages held)
    {
        await broker.Send(
            [
                new OutgoingMessage(
                    "queue", IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), default)),
            ],
            default);
        return held.Add((await broker.Receive("queue", 1, default)).Single());
    }
}

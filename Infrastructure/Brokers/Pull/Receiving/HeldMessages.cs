using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Messaging.PullTransport;

/// <summary>
/// The messages of one queue that this process holds: they are renewed together until each is settled. One that cannot
/// be settled is left alone: it is not renewed any longer, and somebody gets it again when its lock has run out. Put back
/// instead, it would be run again at once, and so on.
/// </summary>
internal sealed class HeldMessages : IAsyncDisposable
{
    private readonly PullRuntime runtime;
    private readonly ConcurrentDictionary<HeldLock, byte> held = new();
    private readonly CancellationTokenSource stopped = new();
    private readonly TaskCompletionSource emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Settlements settlements;
    private readonly LogThrottle log;
    private readonly Task renewal;
    private volatile bool isClosing;

    public HeldMessages(string queue, PullRuntime runtime, CancellationToken stopping)
    {
        Name = queue;
        this.runtime = runtime;
        settlements = new Settlements(queue, runtime, stopping, stopped.Token);
        log = new LogThrottle(runtime.Clock);
        renewal = Task.Run(RenewNowAndThen, CancellationToken.None);
    }

    public string Name { get; }

    public HeldLock Add(HeldMessage message)
    {
        var added = new HeldLock(message, this, runtime);
        held.TryAdd(added, 0);
        return added;
    }

    /// <summary>Removes a message that is done with.</summary>
    public Task Delete(HeldLock done) => Settle(done, settlements.Delete(done.Message.Lock));

    /// <summary>Puts a message back.</summary>
    public Task Return(HeldLock done, ReturnedMessage message) => Settle(done, settlements.Return(message));

    /// <summary>Moves a message to another queue.</summary>
    public Task Move(HeldLock done, OutgoingMessage target) => Settle(done, settlements.Move(done.Message.Lock, target));

    /// <summary>Puts back what is left, and waits until all are settled, for a few seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        isClosing = true;
        try
        {
            foreach (var left in held.Keys)
                _ = left.PutBack();
            if (!held.IsEmpty)
                await emptied.Task.WaitAsync(Settlements.LongestStop, runtime.Clock);
        }
        catch (TimeoutException)
        {
            PullLog.NotPutBack(runtime.Logger, Name, held.Count, runtime.Broker.LockTime);
        }
        finally
        {
            await stopped.CancelAsync();
            await renewal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopped.Dispose();
        }
    }

    private async Task Settle(HeldLock done, Task<bool> settlement)
    {
        try
        {
            if (!await settlement)
                PullLog.SettledTooLate(runtime.Logger, Name, done.Message.Content.Id);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // Too late; it was counted among those that are left.
        }
        catch (Exception exception)
        {
            PullLog.NotSettled(runtime.Logger, exception, Name, done.Message.Content.Id, runtime.Broker.LockTime);
        }
        finally
        {
            Remove(done);
        }
    }

    private void Remove(HeldLock done)
    {
        held.TryRemove(done, out _);
        if (isClosing && held.IsEmpty)
            emptied.TrySetResult();
    }

    /// <summary>A lock is renewed when a third of its time has passed, so that an outage may last as long as the rest.</summary>
    private async Task RenewNowAndThen()
    {
        var third = runtime.Broker.LockTime / 3;
        using var timer = new PeriodicTimer(third / 2, runtime.Clock);
        while (await timer.WaitForNextTickAsync(stopped.Token))
        {
            while (!await TryRenew(third))
                await Task.Delay(Settlements.Pause, runtime.Clock, stopped.Token);
        }
    }

    /// <summary>Renews what is due now: each time anew, as messages come and go while the broker is away.</summary>
    /// <returns>Whether that is all until the next tick.</returns>
    private async Task<bool> TryRenew(TimeSpan after)
    {
        var due = held.Keys.Where(one => one.LockedFor > after).ToList();
        try
        {
            if (due.Count > 0)
                await Renew(due);
            return true;
        }
        catch (Exception exception) when (!stopped.IsCancellationRequested)
        {
            var isAway = exception is BrokerUnavailableException { IsForbidden: false };
            if (isAway)
                runtime.Outages.Add();
            if (log.TryPass())
            {
                var level = isAway ? LogLevel.Warning : LogLevel.Error;
                PullLog.RenewalFailed(
                    runtime.Logger, level, exception, due.Count, Name, exception.Message, runtime.Broker.LockTime);
            }

            return !isAway;
        }
    }

    private async Task Renew(List<HeldLock> due)
    {
        var now = runtime.Clock.GetTimestamp();
        var kept = await runtime.Broker.Renew(Name, [.. due.Select(one => one.Message.Lock)], stopped.Token);
        for (var index = 0; index < due.Count; index++)
        {
            if (kept[index])
                due[index].Renewed(now);
            else if (due[index].TryLose())
                Remove(due[index]);
        }
    }
}

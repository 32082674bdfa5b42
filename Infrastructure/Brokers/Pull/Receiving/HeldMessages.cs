using System.Collections.Concurrent;

namespace Messaging.PullTransport;

/// <summary>
/// The messages of one queue that this process holds. They are renewed together, and settled many at a time. While the
/// broker is away it is tried again: what was done is done, and the lock says whether it still counts.
/// </summary>
internal sealed class HeldMessages : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    private readonly PullRuntime runtime;
    private readonly ConcurrentDictionary<HeldLock, byte> held = new();
    private readonly Lane<HeldLock, bool> deletions;
    private readonly Lane<(ReturnedMessage Message, HeldLock Held), bool> returns;
    private readonly CancellationTokenSource stopped = new();
    private readonly Task renewal;

    public HeldMessages(string queue, PullRuntime runtime)
    {
        Name = queue;
        this.runtime = runtime;
        deletions = new Lane<HeldLock, bool>(DeleteAll, runtime.Broker.MostAtOnce);
        returns = new Lane<(ReturnedMessage, HeldLock), bool>(ReturnAll, runtime.Broker.MostAtOnce);
        renewal = Task.Run(RenewNowAndThen);
    }

    public string Name { get; }

    public HeldLock Add(HeldMessage message)
    {
        var added = new HeldLock(message, this, runtime);
        held.TryAdd(added, 0);
        return added;
    }

    /// <summary>Removes a message that is done with.</summary>
    /// <returns>Whether it was still locked.</returns>
    public Task<bool> Delete(HeldLock done) => deletions.Add(done, stopped.Token);

    /// <summary>Puts a message back.</summary>
    /// <returns>Whether it was still locked.</returns>
    public Task<bool> Return(ReturnedMessage message, HeldLock done) => returns.Add((message, done), stopped.Token);

    /// <summary>Moves a message to another queue.</summary>
    public async Task Move(HeldLock done, OutgoingMessage target)
    {
        var isMoved = await UntilReached(
            () => runtime.Broker.Move(Name, done.Message.Lock, target, stopped.Token), stopped.Token);
        held.TryRemove(done, out _);
        if (!isMoved)
            PullLog.LockLost(runtime.Logger, Name, done.Message.Content.Id);
    }

    /// <summary>Puts back what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            var left = held.Keys.Select(one => one.PutBack()).ToList();
            await Task.WhenAll(left).WaitAsync(LongestStop, runtime.Clock);
        }
        catch (Exception exception) when (exception is TimeoutException or BrokerUnavailableException)
        {
            PullLog.NotPutBack(runtime.Logger, Name, held.Count, runtime.Broker.LockTime);
        }

        await stopped.CancelAsync();
        await renewal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopped.Dispose();
    }

    private async Task<IReadOnlyList<bool>> DeleteAll(IReadOnlyList<HeldLock> done)
    {
        MessageLock[] locks = [.. done.Select(one => one.Message.Lock)];
        var deleted = await UntilReached(() => runtime.Broker.Delete(Name, locks, stopped.Token), stopped.Token);
        foreach (var one in done)
            held.TryRemove(one, out _);
        return deleted;
    }

    private async Task<IReadOnlyList<bool>> ReturnAll(IReadOnlyList<(ReturnedMessage Message, HeldLock Held)> done)
    {
        ReturnedMessage[] messages = [.. done.Select(one => one.Message)];
        var returned = await UntilReached(() => runtime.Broker.Return(Name, messages, stopped.Token), stopped.Token);
        foreach (var (_, one) in done)
            held.TryRemove(one, out _);
        return returned;
    }

    /// <summary>A lock is renewed when a third of its time has passed, so that an outage may last as long as the rest.</summary>
    private async Task RenewNowAndThen()
    {
        var third = runtime.Broker.LockTime / 3;
        using var timer = new PeriodicTimer(third / 2, runtime.Clock);
        while (await timer.WaitForNextTickAsync(stopped.Token))
        {
            var due = held.Keys.Where(one => runtime.Clock.GetElapsedTime(one.LockedAt) > third).ToList();
            try
            {
                if (due.Count > 0)
                    await UntilReached(() => Renew(due), stopped.Token);
            }
            catch (Exception exception) when (!stopped.IsCancellationRequested)
            {
                PullLog.RenewalFailed(runtime.Logger, exception, due.Count, Name);
            }
        }
    }

    private async Task<bool> Renew(List<HeldLock> due)
    {
        var now = runtime.Clock.GetTimestamp();
        var kept = await runtime.Broker.Renew(Name, [.. due.Select(one => one.Message.Lock)], stopped.Token);
        for (var index = 0; index < due.Count; index++)
        {
            if (kept[index])
                due[index].LockedAt = now;
            else if (held.TryRemove(due[index], out _))
                due[index].Lose();
        }

        return true;
    }

    private async Task<T> UntilReached<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (BrokerUnavailableException)
            {
                runtime.Outages.Add();
                await Task.Delay(Pause, runtime.Clock, cancellationToken);
            }
        }
    }
}

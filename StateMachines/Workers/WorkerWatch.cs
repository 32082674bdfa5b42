using System.Collections.Concurrent;
using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Follows the workers.
/// <list type="number">
/// <item>Heartbeats are gathered, the latest of each worker, and saved once a second in one statement, however many
/// workers there are.</item>
/// <item>Then workers that have been silent for too long are found; the store sees to it that each one is found once.
/// Trackers are heard over the same queue: while they are not, it is not the workers who are silent.</item>
/// <item>Losses are dealt with by a loop of their own, so that heartbeats do not wait for that. One whose tracker dies
/// over it is dealt with by another.</item>
/// </list>
/// </summary>
internal sealed class WorkerWatch(
    IWorkerStore store,
    IEnumerable<IWorkerLoss> handlers,
    WorkerTimes times,
    TimeProvider clock,
    ILogger<WorkerWatch> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ExpiryInterval = TimeSpan.FromMinutes(1);

    private readonly IWorkerLoss[] handlers = [.. handlers];
    private readonly ConcurrentDictionary<(string, Guid), WorkerHeartbeat> heard = new();
    private long expiredAt;
    private bool isAnythingHeard;
    private bool isFailing;

    /// <summary>A worker's heartbeat has come in.</summary>
    public void Heard(WorkerHeartbeat heartbeat)
    {
        heard.AddOrUpdate(
            (heartbeat.Worker, heartbeat.Instance),
            heartbeat,
            (_, known) => known.Sequence > heartbeat.Sequence ? known : heartbeat);
        Heard();
    }

    /// <summary>A tracker's heartbeat has come in.</summary>
    public void Heard() => Volatile.Write(ref isAnythingHeard, true);

    /// <summary>Goes on until it is cancelled, which it takes for its end.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        expiredAt = clock.GetTimestamp();
        await Task.WhenAll(
            Repeat(Follow, cancellationToken),
            handlers.Length == 0 ? Task.CompletedTask : Repeat(HandleLosses, cancellationToken));
    }

    private async Task Repeat(Func<CancellationToken, Task> pass, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await pass(cancellationToken);
            await Task.Delay(Interval, clock, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What could not be saved is not kept: what comes next says more.</summary>
    private async Task Follow(CancellationToken cancellationToken)
    {
        var heartbeats = new List<WorkerHeartbeat>(heard.Count);
        foreach (var worker in heard.Keys)
        {
            if (heard.TryRemove(worker, out var heartbeat))
                heartbeats.Add(heartbeat);
        }

        try
        {
            if (Interlocked.Exchange(ref isAnythingHeard, false))
                await store.Save(heartbeats, times, cancellationToken);
            foreach (var loss in await store.FindLost(times, cancellationToken))
                TrackerLog.WorkerLost(logger, loss.Worker, loss.Since);
            await Expire(cancellationToken);
            if (isFailing)
                TrackerLog.FollowsWorkersAgain(logger);
            isFailing = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!isFailing)
                TrackerLog.WorkersNotFollowed(logger, exception.Message);
            isFailing = true;
        }
        catch (OperationCanceledException)
        {
            // The process ends; other trackers go on.
        }
    }

    private async Task Expire(CancellationToken cancellationToken)
    {
        if (clock.GetElapsedTime(expiredAt) < ExpiryInterval)
            return;

        await store.Expire(times.Expiry, cancellationToken);
        expiredAt = clock.GetTimestamp();
    }

    private async Task HandleLosses(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var loss in await store.ListLosses(cancellationToken))
                await TryHandle(loss, cancellationToken);
        }
        catch (Exception exception) when (exception is TaskStoreUnavailableException or TaskStoreRefusedException)
        {
            // The other loop meets the same store every second, and tells.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends; another tracker deals with what is left.
        }
    }

    private async Task TryHandle(WorkerLoss loss, CancellationToken cancellationToken)
    {
        try
        {
            await store.Handle(
                loss,
                async token =>
                {
                    foreach (var handler in handlers)
                        await handler.Lost(loss, token);
                },
                cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            TrackerLog.LossNotHandled(logger, exception, loss.Worker, exception.Message);
        }
    }
}

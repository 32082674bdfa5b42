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
/// <item>What of a lost worker came to light later is looked for once a minute, after a time in which every worker that
/// lives has been heard.</item>
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
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    /// <summary>Several trackers share what is to be heard; it is no gap if one of them has nothing of it.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly IWorkerLoss[] handlers = [.. handlers];
    private readonly ConcurrentDictionary<(string, Guid), WorkerHeartbeat> heard = new();
    private long expiredAt;
    private long savedAt;
    private long savesSince;
    private long lookedAt;
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
        expiredAt = savedAt = savesSince = lookedAt = clock.GetTimestamp();
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

    private async Task Follow(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Exchange(ref isAnythingHeard, false))
                await Save(cancellationToken);
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

    /// <summary>
    /// What could not be saved is kept, unless something later has come in: the last that a worker says is that it ends.
    /// </summary>
    private async Task Save(CancellationToken cancellationToken)
    {
        var heartbeats = new List<WorkerHeartbeat>(heard.Count);
        foreach (var worker in heard.Keys)
        {
            if (heard.TryRemove(worker, out var heartbeat))
                heartbeats.Add(heartbeat);
        }

        try
        {
            await store.Save(heartbeats, times, cancellationToken);
        }
        catch
        {
            foreach (var heartbeat in heartbeats)
                heard.TryAdd((heartbeat.Worker, heartbeat.Instance), heartbeat);
            // Also if nothing more comes in.
            Heard();
            throw;
        }

        var now = clock.GetTimestamp();
        if (clock.GetElapsedTime(Volatile.Read(ref savedAt), now) > Silence)
            Volatile.Write(ref savesSince, now);
        Volatile.Write(ref savedAt, now);
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
            await LookAgain(cancellationToken);
        }
        catch (Exception exception) when (exception is TaskStoreUnavailableException or TaskStoreRefusedException)
        {
            // The other loop meets the same store every second, and tells.
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            TrackerLog.LossesNotHandled(logger, exception, exception.Message);
        }
        catch (OperationCanceledException)
        {
            // The process ends; another tracker deals with what is left.
        }
    }

    private async Task LookAgain(CancellationToken cancellationToken)
    {
        var age = times.Grace + LookInterval;
        if (clock.GetElapsedTime(lookedAt) < LookInterval
            || clock.GetElapsedTime(Volatile.Read(ref savesSince)) < age
            || clock.GetElapsedTime(Volatile.Read(ref savedAt)) > Silence)
        {
            return;
        }

        lookedAt = clock.GetTimestamp();
        try
        {
            var workers = await store.List(cancellationToken);
            foreach (var handler in handlers)
                await handler.LookAgain(workers, age, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            TrackerLog.NotLookedAgain(logger, exception, exception.Message);
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

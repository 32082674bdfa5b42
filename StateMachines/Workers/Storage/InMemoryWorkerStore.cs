using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Keeps workers in this process's memory. Forgets with the process.</summary>
public sealed class InMemoryWorkerStore(TimeProvider clock) : IWorkerStore
{
    private readonly SortedDictionary<string, WorkerStatus> workers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Open> losses = [];
    private readonly Lock gate = new();
    private DateTimeOffset heardAt = DateTimeOffset.MinValue;
    private DateTimeOffset heardSince;
    private long lastId;

    /// <inheritdoc/>
    public Task Save(
        IReadOnlyCollection<WorkerHeartbeat> heartbeats, WorkerTimes times, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(heartbeats);
        ArgumentNullException.ThrowIfNull(times);
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (heardAt == DateTimeOffset.MinValue)
                heardSince = now;
            else if (now - heardAt > times.Gap)
                heardSince = now + times.Grace;
            heardAt = now;
            foreach (var heartbeat in heartbeats.OrderBy(heartbeat => heartbeat.StartedAt))
                Save(heartbeat, now, times);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WorkerLoss>> FindLost(WorkerTimes times, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(times);
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (now - heardAt > times.Gap)
                return Task.FromResult<IReadOnlyList<WorkerLoss>>([]);

            var silent = workers.Values.Where(worker => IsLive(worker) && IsSilent(worker, now, times)).ToArray();
            foreach (var worker in silent)
                workers[worker.Heartbeat.Worker] = worker with { State = WorkerState.Lost, Since = now };

            return Task.FromResult<IReadOnlyList<WorkerLoss>>([.. silent.Select(worker => Lose(worker, now))]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WorkerLoss>> ListLosses(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            return Task.FromResult<IReadOnlyList<WorkerLoss>>(
                [.. losses.Values.Where(open => open.Due <= now).Select(Current).OrderBy(loss => loss.Id)]);
        }
    }

    /// <inheritdoc/>
    public async Task Handle(
        WorkerLoss loss, Func<CancellationToken, Task> handle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(handle);
        Open? open;
        lock (gate)
        {
            if (!losses.Remove(loss.Id, out open))
                return;
        }

        try
        {
            await handle(cancellationToken);
        }
        catch
        {
            lock (gate)
                losses[loss.Id] = open;
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WorkerStatus>> List(CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult<IReadOnlyList<WorkerStatus>>([.. workers.Values]);
    }

    /// <inheritdoc/>
    public Task Expire(TimeSpan after, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var old = workers.Values.Where(worker => !IsLive(worker) && now - worker.Since > after).ToArray();
            foreach (var worker in old)
                workers.Remove(worker.Heartbeat.Worker);
        }

        return Task.CompletedTask;
    }

    private static bool IsLive(WorkerStatus worker) => worker.State is WorkerState.Online or WorkerState.Stopping;

    private bool IsSilent(WorkerStatus worker, DateTimeOffset now, WorkerTimes times) =>
        now - (worker.SeenAt > heardSince ? worker.SeenAt : heardSince)
            > (2 * worker.Heartbeat.Interval) + times.Margin;

    private void Save(WorkerHeartbeat heartbeat, DateTimeOffset now, WorkerTimes times)
    {
        if (heartbeat.State == WorkerState.Stopped)
            CallOff(heartbeat.Instance);

        if (workers.GetValueOrDefault(heartbeat.Worker) is { } before)
        {
            var isSame = before.Heartbeat.Instance == heartbeat.Instance;
            var isLater = heartbeat.StartedAt > before.Heartbeat.StartedAt;
            if (isSame && (before.State == WorkerState.Stopped || before.Heartbeat.Sequence >= heartbeat.Sequence))
                return;
            if (!isSame && IsLive(before))
            {
                if (!isLater)
                    return;
                Lose(before, now + times.Margin);
            }

            if (isSame && before.State == heartbeat.State)
            {
                workers[heartbeat.Worker] = before with { SeenAt = now, Heartbeat = heartbeat };
                return;
            }
        }

        workers[heartbeat.Worker] = new WorkerStatus
        {
            State = heartbeat.State, Since = now, SeenAt = now, Heartbeat = heartbeat,
        };
    }

    private WorkerLoss Lose(WorkerStatus worker, DateTimeOffset due)
    {
        var loss = new WorkerLoss { Id = ++lastId, Worker = worker.Heartbeat.Worker, Since = worker.SeenAt };
        losses.Add(loss.Id, new Open(loss, worker.Heartbeat.Instance, due));
        return loss;
    }

    private WorkerLoss Current(Open open) =>
        workers.GetValueOrDefault(open.Loss.Worker) is { } worker && worker.Heartbeat.Instance != open.Instance
            ? open.Loss with { Before = worker.Heartbeat.StartedAt }
            : open.Loss;

    private void CallOff(Guid instance)
    {
        foreach (var open in losses.Values.Where(open => open.Instance == instance).ToArray())
            losses.Remove(open.Loss.Id);
    }

    private sealed record Open(WorkerLoss Loss, Guid Instance, DateTimeOffset Due);
}

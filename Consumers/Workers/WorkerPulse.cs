using System.Reflection;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Says how this worker does.</summary>
internal sealed class WorkerPulse
{
    private static readonly string? Version = Assembly.GetEntryAssembly()?.GetName().Version?.ToString();

    private readonly WorkerOptions options;
    private readonly WorkerTasks tasks;
    private readonly IWorkerQueues queues;
    private readonly TimeProvider clock;
    private readonly IWorkerPool? pool;
    private readonly Guid instance = Guid.NewGuid();
    private readonly DateTimeOffset startedAt;
    private readonly Lock gate = new();
    private long sequence;
    private long measuredAt;
    private TimeSpan measured;
    private double load;

    public WorkerPulse(
        WorkerOptions options, WorkerTasks tasks, IWorkerQueues queues, TimeProvider clock, IWorkerPool? pool)
    {
        this.options = options;
        this.tasks = tasks;
        this.queues = queues;
        this.clock = clock;
        this.pool = pool;
        startedAt = clock.GetUtcNow();
        measuredAt = clock.GetTimestamp();
        measured = Environment.CpuUsage.TotalTime;
    }

    /// <summary>The next heartbeat.</summary>
    /// <param name="state">What the worker is about.</param>
    public WorkerHeartbeat Beat(WorkerState state)
    {
        lock (gate)
        {
            sequence++;
            Measure();
        }

        return Describe(state);
    }

    /// <summary>What the next heartbeat would say.</summary>
    public WorkerHeartbeat Describe(WorkerState state) => new()
    {
        Worker = options.Name,
        Instance = instance,
        Sequence = Volatile.Read(ref sequence),
        State = state,
        Interval = options.HeartbeatInterval,
        Host = Environment.MachineName,
        ProcessId = Environment.ProcessId,
        Version = Version,
        Queues = [.. queues.All.Where(queue => queue.State == WorkerQueueState.Active).Select(queue => queue.Name)],
        Pool = pool?.Kind ?? "Async",
        Concurrency = pool?.Size ?? options.Concurrency,
        InFlight = tasks.Running,
        Processed = tasks.Processed,
        Failed = tasks.Failed,
        Load = Volatile.Read(ref load),
        Memory = Environment.WorkingSet,
        StartedAt = startedAt,
    };

    private void Measure()
    {
        var now = clock.GetTimestamp();
        var used = Environment.CpuUsage.TotalTime;
        var passed = clock.GetElapsedTime(measuredAt, now);
        if (passed > TimeSpan.Zero)
            load = Math.Round((used - measured) / passed, 3);
        (measuredAt, measured) = (now, used);
    }
}

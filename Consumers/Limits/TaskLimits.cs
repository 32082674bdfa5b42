using System.Collections.Concurrent;
using System.Globalization;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>
/// The limits of one worker, by task. Its queues share them, so they are made here, once for each task.
/// </summary>
internal sealed class TaskLimits : IWorkerLimits, IDisposable
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private readonly ConcurrentDictionary<string, LimitsOfTask> tasks = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly TaskHold hold;
    private readonly ITaskEventSink events;
    private readonly ClusterRates clusterRates;
    private readonly ClusterLeases clusterLeases;
    private readonly PermitDesk desk;

    public TaskLimits(
        IPermitSource source,
        WorkerOptions options,
        TaskHold hold,
        ITaskEventSink events,
        TimeProvider clock,
        ILogger<TaskLimits> logger)
    {
        this.clock = clock;
        this.logger = logger;
        this.hold = hold;
        this.events = events;
        clusterRates = new ClusterRates(clock);
        clusterLeases = new ClusterLeases(clock);
        desk = new PermitDesk(
            source, [clusterRates, clusterLeases], new DemandSignal(clock), options.Name, clock, logger);
        clusterRates.Wanted = desk.Wake;
        clusterLeases.Wanted = desk.Wake;
    }

    /// <inheritdoc/>
    public void SetRateLimit(string taskName, RateLimit? limit)
    {
        var task = Known(taskName);
        task.Rate.Set(limit);
        task.Changed();
        LimitLog.Changed(logger, "rate limit on this worker", taskName, limit?.ToString() ?? "none");
    }

    /// <inheritdoc/>
    public void SetClusterRateLimit(string taskName, RateLimit? limit)
    {
        var task = Known(taskName);
        task.ClusterRate = limit;
        task.Changed();
        clusterRates.Set(taskName, limit);
        LimitLog.Changed(logger, "rate limit over all workers", taskName, limit?.ToString() ?? "none");
    }

    /// <inheritdoc/>
    public void SetConcurrencyLimit(string taskName, int? count)
    {
        var task = Known(taskName);
        task.Concurrency.Set(count);
        task.Changed();
        LimitLog.Changed(logger, "concurrency limit on this worker", taskName, count?.ToString(Invariant) ?? "none");
    }

    /// <inheritdoc/>
    public void SetClusterConcurrencyLimit(string taskName, int? count)
    {
        var task = Known(taskName);
        task.ClusterConcurrency = count;
        task.Changed();
        clusterLeases.Set(taskName, count);
        LimitLog.Changed(logger, "concurrency limit over all workers", taskName, count?.ToString(Invariant) ?? "none");
    }

    /// <summary>The limits of a kind of task.</summary>
    public LimitsOfTask Of(TaskRegistration registration) =>
        tasks.GetOrAdd(registration.Name, _ => new LimitsOfTask(registration.Policy, clock));

    /// <summary>Adds the filter that holds a task; outside of its slot.</summary>
    public void UseHolding<TTask>(IPipeConfigurator<ConsumeContext<TTask>> pipe, TaskRegistration registration)
        where TTask : class
    {
        var (name, limits) = (registration.Name, Of(registration));
        var key = limits.Policy.ConcurrencyLimit?.Key;
        pipe.UseFilter(new LimitsFilter<TTask>(
            limits,
            [
                new WorkerConcurrencyFilter<TTask>(name, key, limits.Concurrency, hold),
                new ClusterConcurrencyFilter<TTask>(name, limits, clusterLeases, hold),
                new ClusterRateFilter<TTask>(name, limits, clusterRates, hold),
                new WorkerRateFilter<TTask>(limits.Rate, hold),
            ]));
    }

    /// <summary>Adds the filter that uses up what was granted; the last one before the start.</summary>
    public void UseStart<TTask>(IPipeConfigurator<ConsumeContext<TTask>> pipe)
        where TTask : class =>
        pipe.UseFilter(new RateStartFilter<TTask>(clusterRates, events));

    public void Dispose()
    {
        desk.Dispose();
        clusterRates.Dispose();
        foreach (var limits in tasks.Values)
            limits.Dispose();
    }

    private LimitsOfTask Known(string taskName) => tasks.TryGetValue(taskName, out var limits)
        ? limits
        : throw new ArgumentException($"This worker has no task '{taskName}'.", nameof(taskName));
}

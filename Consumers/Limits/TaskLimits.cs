using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>
/// The limits of one worker, by task. Its queues share them, so they are made here, once for each task.
/// </summary>
internal sealed class TaskLimits : IWorkerRateLimits, IDisposable
{
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

    void IWorkerRateLimits.SetRateLimit(string taskName, RateLimit? limit)
    {
        if (!SetRateLimit(taskName, limit))
            throw new ArgumentException($"This worker has no task '{taskName}'.", nameof(taskName));
    }

    /// <summary>Sets the rate at which this worker starts tasks of one kind, until it is restarted.</summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="limit">The limit, for tasks that wait already as well; <c>null</c> for none.</param>
    /// <returns><c>false</c> if this worker does not run such tasks.</returns>
    public bool SetRateLimit(string taskName, RateLimit? limit)
    {
        if (!tasks.TryGetValue(taskName, out var limits))
            return false;

        limits.Rate.Set(limit);
        LimitLog.RateLimitChanged(logger, taskName, limit?.ToString() ?? "none");
        return true;
    }

    /// <summary>The limits of a kind of task.</summary>
    public LimitsOfTask Of(TaskRegistration registration) =>
        tasks.GetOrAdd(registration.Name, _ => new LimitsOfTask(registration.Policy, clock));

    /// <summary>Adds the filters that hold a task; outside of its slot.</summary>
    public void UseHolding<TTask>(IPipeConfigurator<ConsumeContext<TTask>> pipe, TaskRegistration registration)
        where TTask : class
    {
        var (name, limits) = (registration.Name, Of(registration));
        if (limits.Concurrency is { } concurrency)
        {
            var key = limits.Policy.ConcurrencyLimit?.Key;
            pipe.UseFilter(new WorkerConcurrencyFilter<TTask>(name, key, concurrency, hold));
        }

        if (limits.Policy.ClusterConcurrencyLimit is { } clusterConcurrency)
            pipe.UseFilter(new ClusterConcurrencyFilter<TTask>(name, clusterConcurrency, clusterLeases, hold));
        if (limits.Policy.ClusterRateLimit is { } clusterRate)
            pipe.UseFilter(new ClusterRateFilter<TTask>(name, clusterRate, clusterRates, hold));
        pipe.UseFilter(new WorkerRateFilter<TTask>(limits.Rate, hold));
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
}

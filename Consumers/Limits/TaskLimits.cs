using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>
/// The limits of one worker, by task. Its queues share them, so they are made here, once for each task.
/// </summary>
internal sealed class TaskLimits : IDisposable
{
    private readonly ConcurrentDictionary<string, WorkerRate> rates = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, WorkerConcurrency> concurrencies =
        new(StringComparer.OrdinalIgnoreCase);

    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly ClusterRates clusterRates;
    private readonly ClusterLeases clusterLeases;
    private readonly PermitDesk desk;

    public TaskLimits(
        IPermitSource source, WorkerOptions options, TaskHold hold, TimeProvider clock, ILogger<TaskLimits> logger)
    {
        this.clock = clock;
        this.logger = logger;
        Hold = hold;
        clusterRates = new ClusterRates(clock);
        clusterLeases = new ClusterLeases(clock);
        desk = new PermitDesk(
            source, [clusterRates, clusterLeases], new DemandSignal(clock), options.Name, clock, logger);
        clusterRates.Wanted = desk.Wake;
        clusterLeases.Wanted = desk.Wake;
    }

    private TaskHold Hold { get; }

    /// <summary>Sets the rate at which this worker starts tasks of one kind, until it is restarted.</summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="limit">The limit, for tasks that wait already as well; <c>null</c> for none.</param>
    /// <returns><c>false</c> if this worker does not run such tasks.</returns>
    public bool SetRateLimit(string taskName, RateLimit? limit)
    {
        if (!rates.TryGetValue(taskName, out var rate))
            return false;

        rate.Set(limit);
        LimitLog.RateLimitChanged(logger, taskName, limit?.ToString() ?? "none");
        return true;
    }

    /// <summary>Adds the filters that hold a task; outside of its slot.</summary>
    public void UseHolding<TTask>(IPipeConfigurator<ConsumeContext<TTask>> pipe, TaskRegistration registration)
        where TTask : class
    {
        var (name, policy) = (registration.Name, registration.Policy);
        if (policy.ConcurrencyLimit is { } limit)
        {
            var concurrency = concurrencies.GetOrAdd(name, _ => new WorkerConcurrency(limit.Count, clock));
            pipe.UseFilter(new WorkerConcurrencyFilter<TTask>(name, limit.Key, concurrency, Hold));
        }

        if (policy.ClusterConcurrencyLimit is { } clusterLimit)
            pipe.UseFilter(new ClusterConcurrencyFilter<TTask>(name, clusterLimit, clusterLeases, Hold));
        if (policy.ClusterRateLimit is { } clusterRate)
            pipe.UseFilter(new ClusterRateFilter<TTask>(name, clusterRate, clusterRates, Hold));
        pipe.UseFilter(new WorkerRateFilter<TTask>(RateOf(registration), Hold));
    }

    /// <summary>Adds the filter that uses up what was granted; the last one before the start.</summary>
    public void UseStart<TTask>(IPipeConfigurator<ConsumeContext<TTask>> pipe)
        where TTask : class =>
        pipe.UseFilter(new RateStartFilter<TTask>(clusterRates));

    public void Dispose()
    {
        desk.Dispose();
        clusterRates.Dispose();
        foreach (var rate in rates.Values)
            rate.Dispose();
    }

    private WorkerRate RateOf(TaskRegistration registration) => rates.GetOrAdd(
        registration.Name,
        _ =>
        {
            var rate = new WorkerRate(clock);
            rate.Set(registration.Policy.RateLimit);
            return rate;
        });
}

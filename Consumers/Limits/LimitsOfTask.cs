namespace Messaging.Consumers;

/// <summary>
/// The limits of one kind of task on this worker, as they are now; its queues share them. They begin as the policy says.
/// Keys stay those of the policy.
/// </summary>
internal sealed class LimitsOfTask : IDisposable
{
    private RateLimit? clusterRate;
    private int clusterConcurrency;
    private volatile bool mayHold;

    public LimitsOfTask(TaskPolicy policy, TimeProvider clock)
    {
        Policy = policy;
        Rate = new WorkerRate(clock);
        Rate.Set(policy.RateLimit);
        Concurrency = new WorkerConcurrency(policy.ConcurrencyLimit?.Count, clock);
        ClusterRate = policy.ClusterRateLimit?.Limit;
        ClusterConcurrency = policy.ClusterConcurrencyLimit?.Count;
        Changed();
    }

    public TaskPolicy Policy { get; }

    public WorkerRate Rate { get; }

    public WorkerConcurrency Concurrency { get; }

    /// <summary>Starts in a time over all workers; <c>null</c> for no limit.</summary>
    public RateLimit? ClusterRate
    {
        get => Volatile.Read(ref clusterRate);
        set => Volatile.Write(ref clusterRate, value);
    }

    /// <summary>Tasks at the same time over all workers; <c>null</c> for no limit.</summary>
    public int? ClusterConcurrency
    {
        get => Volatile.Read(ref clusterConcurrency) is > 0 and var count ? count : null;
        set => Volatile.Write(ref clusterConcurrency, value ?? 0);
    }

    /// <summary>Whether a task may have to wait for one. Looked up for each message.</summary>
    public bool MayHold => mayHold;

    /// <summary>A limit was set or taken away.</summary>
    public void Changed() =>
        mayHold = !Rate.IsOff || !Concurrency.IsOff || ClusterRate is not null || ClusterConcurrency is not null;

    public void Dispose() => Rate.Dispose();
}

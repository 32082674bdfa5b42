namespace Messaging.Consumers;

/// <summary>The limits of one kind of task on this worker; its queues share them.</summary>
internal sealed class LimitsOfTask : IDisposable
{
    private readonly bool hasOthers;

    public LimitsOfTask(TaskPolicy policy, TimeProvider clock)
    {
        Policy = policy;
        hasOthers = policy is not { ClusterRateLimit: null, ConcurrencyLimit: null, ClusterConcurrencyLimit: null };
        Rate = new WorkerRate(clock);
        Rate.Set(policy.RateLimit);
        if (policy.ConcurrencyLimit is { } concurrency)
            Concurrency = new WorkerConcurrency(concurrency.Count, clock);
    }

    public TaskPolicy Policy { get; }

    public WorkerRate Rate { get; }

    public WorkerConcurrency? Concurrency { get; }

    /// <summary>Whether a task may have to wait for one.</summary>
    public bool MayHold => hasOthers || !Rate.IsOff;

    public void Dispose() => Rate.Dispose();
}

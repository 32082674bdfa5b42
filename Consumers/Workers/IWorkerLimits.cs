namespace Messaging.Consumers;

/// <summary>
/// What remote control changes of limits. All of it throws <see cref="ArgumentException"/> if this worker has no such
/// task.
/// </summary>
internal interface IWorkerLimits
{
    /// <summary>Sets how often this worker may start a task; <c>null</c> for no limit.</summary>
    void SetRateLimit(string taskName, RateLimit? limit);

    /// <summary>Sets what this worker says of how often all may start a task; <c>null</c> for no limit.</summary>
    void SetClusterRateLimit(string taskName, RateLimit? limit);

    /// <summary>Sets how many of a task this worker may run at the same time; <c>null</c> for no limit.</summary>
    void SetConcurrencyLimit(string taskName, int? count);

    /// <summary>
    /// Sets what this worker says of how many of a task all may run at the same time; <c>null</c> for no limit.
    /// </summary>
    void SetClusterConcurrencyLimit(string taskName, int? count);
}

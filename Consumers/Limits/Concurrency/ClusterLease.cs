namespace Messaging.Consumers;

/// <summary>A place of a task under a concurrency limit that holds over all workers.</summary>
/// <param name="limit">The limit.</param>
/// <param name="most">How many there are at the moment; <c>null</c> for no limit.</param>
internal sealed class ClusterLease(LimitKey limit, Func<int?> most)
{
    /// <summary>Of this run; another run of the same task needs one of its own.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    public LimitKey Limit => limit;

    public int? Most => most();

    /// <summary>Done when it is granted.</summary>
    public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

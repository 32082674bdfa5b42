namespace Messaging.Consumers;

/// <summary>What the settings say about the number of tasks that run at the same time.</summary>
internal static class PoolSizes
{
    /// <summary>The most that any worker runs.</summary>
    public const int Most = 10_000;

    /// <summary>How many a worker starts with.</summary>
    public static int StartSize(this WorkerOptions options) => options switch
    {
        { Pool: PoolKind.Solo } => 1,
        { Autoscale: { Min: { } least, Max: not null } } => least,
        _ => options.Concurrency,
    };

    /// <summary>How many it may come to by itself.</summary>
    public static int LargestSize(this WorkerOptions options) => options switch
    {
        { Pool: PoolKind.Solo } => 1,
        { Autoscale: { Min: not null, Max: { } most } } => most,
        _ => options.Concurrency,
    };

    /// <summary>How many messages of each queue the broker hands to it in advance.</summary>
    public static int MessagesInAdvance(this WorkerOptions options) => options.Prefetch == PrefetchMode.Fair
        ? options.LargestSize()
        : options.LargestSize() * options.PrefetchMultiplier;
}

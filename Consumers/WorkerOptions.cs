namespace Messaging.Consumers;

/// <summary>Settings of a worker (<c>Messaging:Worker</c>).</summary>
public sealed class WorkerOptions
{
    /// <summary>Default of <see cref="Concurrency"/>.</summary>
    internal const int DefaultConcurrency = 16;

    /// <summary>
    /// The worker's name, unique among all workers of a broker. Default: host name, process id and four random
    /// characters. Allowed: letters, digits, '.', '-' and '_'.
    /// </summary>
    public string Name { get; set; } = WorkerName.New();

    /// <summary>Queues to take tasks from, without <c>Messaging:Prefix</c>. Default: <c>default</c>.</summary>
    public IList<string> Queues { get; } = [];

    /// <summary>Where the tasks run. Default <see cref="PoolKind.Async"/>.</summary>
    public PoolKind Pool { get; set; }

    /// <summary>
    /// Tasks that run at the same time, over all queues. Default 16; 1 to 10,000. The pool
    /// <see cref="PoolKind.Solo"/> runs one, whatever this says.
    /// </summary>
    public int Concurrency { get; set; } = DefaultConcurrency;

    /// <summary>Lets the number of tasks that run at the same time follow the load. Default: it does not.</summary>
    public AutoscaleOptions Autoscale { get; } = new();

    /// <summary>
    /// Tasks after which a child process of the pool <see cref="PoolKind.Processes"/> is replaced by a new one.
    /// Default: none; 1 or more.
    /// </summary>
    public int? MaxTasksPerChild { get; set; }

    /// <summary>
    /// Resident memory in bytes above which a child process is replaced when its task has ended. Default: none;
    /// 16 MiB or more. During a task it is only told in the log.
    /// </summary>
    public long? MaxMemoryPerChild { get; set; }

    /// <summary>When the worker drains and restarts itself. Default: never.</summary>
    public RecycleOptions RecycleAbove { get; } = new();

    /// <summary>
    /// Messages that the broker hands to this worker in advance, per queue, as a multiple of
    /// <see cref="Concurrency"/>, or of <c>Autoscale:Max</c> where that is set. Default 4, as in Celery; 1 to 100. Small for long tasks, so that no task waits behind
    /// a busy worker while another is idle; large for short ones, whose messages are held for a few milliseconds after
    /// the run until their end is confirmed.
    /// </summary>
    public int PrefetchMultiplier { get; set; } = 4;

    /// <summary>
    /// How many messages this worker takes in advance. Default <see cref="PrefetchMode.Throughput"/>:
    /// <see cref="PrefetchMultiplier"/> says. <see cref="PrefetchMode.Fair"/> for long tasks.
    /// </summary>
    public PrefetchMode Prefetch { get; set; }

    /// <summary>
    /// How often this worker tells the trackers that it lives. Default 2 s, as in Celery; 0.1 s to 1 minute. When two
    /// heartbeats are missed, and three seconds more have passed, the worker counts as lost.
    /// </summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A failed task whose next attempt is due within this time waits for it in the worker; one that is due later
    /// leaves the worker and is sent again by the scheduler. Default 1 s; 0 to 10 minutes. With 0 every delay is the
    /// scheduler's.
    /// </summary>
    public TimeSpan InProcessRetryLimit { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a stopping worker lets its running tasks go on. Default 30 s; 0 to 1 day. What has not ended by then is
    /// cancelled and goes back to its queue.
    /// </summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

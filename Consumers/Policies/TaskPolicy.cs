using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>How tasks of one kind are run. What a sender says with the task itself goes first.</summary>
public sealed record TaskPolicy
{
    /// <summary>Value of <see cref="MaxRetries"/> for a task that is run again until it succeeds.</summary>
    public const int UnlimitedRetries = int.MaxValue;

    /// <summary>Retries after the first attempt. Default 0: a task that fails has failed.</summary>
    public int MaxRetries { get; init; }

    /// <summary>
    /// Wait before each retry. Default: exponential from 1 s, at most 600 s, with full jitter.
    /// </summary>
    public Backoff Backoff { get; init; } = Backoff.Exponential(TimeSpan.FromSeconds(1));

    /// <summary>Exceptions after which a task is run again. Default: empty, which stands for all.</summary>
    public ExceptionSet RetryOn { get; init; } = ExceptionSet.None;

    /// <summary>
    /// Exceptions after which a task is not run again, whatever <see cref="RetryOn"/> says. Default: none.
    /// </summary>
    public ExceptionSet NotRetryOn { get; init; } = ExceptionSet.None;

    /// <summary>
    /// Exceptions that belong to the business: a task that fails with one is logged as information, without a stack
    /// trace. Default: none.
    /// </summary>
    public ExceptionSet Expected { get; init; } = ExceptionSet.None;

    /// <summary>Time after which the running task's cancellation token is cancelled. Default: none.</summary>
    public TimeSpan? SoftTimeLimit { get; init; }

    /// <summary>Time after which a running task is given up as failed and its slot freed. Default: none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Starts in a time, on each worker. Default: no limit.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>Starts in a time, over all workers. Default: no limit.</summary>
    public KeyedRateLimit? ClusterRateLimit { get; init; }

    /// <summary>Tasks at the same time, on each worker. Default: no limit but the worker's concurrency.</summary>
    public ConcurrencyLimit? ConcurrencyLimit { get; init; }

    /// <summary>Tasks at the same time, over all workers. Default: no limit.</summary>
    public ConcurrencyLimit? ClusterConcurrencyLimit { get; init; }

    /// <summary>When the message is acknowledged. Default: after the run.</summary>
    public AcknowledgeMode Acknowledge { get; init; }

    /// <summary>
    /// What becomes of a task whose worker died while it ran it. Default: it runs again if the whole worker died, and
    /// has failed (as by an exception) if only its child process did.
    /// </summary>
    public WorkerLostAction? OnWorkerLost { get; init; }

    /// <summary>
    /// How often an attempt may be started and not come to an end, since its worker died, before the task is given up
    /// as failed with <c>PoisonMessage</c>. Default 5; 1 to 1,000.
    /// </summary>
    public int MaxDeliveries { get; init; } = 5;

    /// <summary>Keep no results. Default <c>false</c>.</summary>
    public bool IgnoreResult { get; init; }

    /// <summary>
    /// Whether the error of a failed task is kept although its results are not. Default <c>true</c>.
    /// </summary>
    public bool StoreErrorsEvenIfIgnored { get; init; } = true;

    /// <summary>Priority with which the task is sent, 0 (lowest) to 9 (highest). Default: none.</summary>
    public int? Priority { get; init; }

    /// <summary>Queue that the task is sent to, without <c>Messaging:Prefix</c>. Default: by routes.</summary>
    public string? Queue { get; init; }

    /// <summary>Time after sending at which the task is not started any more. Default: never.</summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>What is wrong with it, one sentence each.</summary>
    public IEnumerable<string> Faults() => TaskPolicyRules.Faults(this);
}

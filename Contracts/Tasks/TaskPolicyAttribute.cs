using System.Globalization;

namespace Messaging.Contracts;

/// <summary>
/// Says on a task contract, or on its consumer, how its tasks are sent and run. The consumer's goes before the
/// contract's, what <c>AddTask</c> says before both, and configuration before all of these. What is not set is as for
/// other tasks. Durations are written <c>[days.]hours:minutes:seconds</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskPolicyAttribute : Attribute
{
    /// <summary>Value of <see cref="MaxRetries"/> for a task that is run again until it succeeds.</summary>
    public const int UnlimitedRetries = -1;

    /// <summary>Retries after the first attempt; 0 or more, or <see cref="UnlimitedRetries"/>.</summary>
    public int MaxRetries
    {
        get => MaxRetriesOrNot ?? 0;
        set => MaxRetriesOrNot = value;
    }

    /// <summary>Exceptions after which a task is run again. Default: all.</summary>
    public Type[] RetryOn { get; set; } = [];

    /// <summary>Exceptions after which a task is not run again.</summary>
    public Type[] NotRetryOn { get; set; } = [];

    /// <summary>Exceptions that are logged without a stack trace.</summary>
    public Type[] Expected { get; set; } = [];

    /// <summary>Time after which the running task's cancellation token is cancelled.</summary>
    public string? SoftTimeLimit { get; set; }

    /// <summary>Time after which a running task is given up as failed.</summary>
    public string? TimeLimit { get; set; }

    /// <summary>Starts in a time on each worker, for example <c>10/s</c>, <c>100/m</c>.</summary>
    public string? RateLimit { get; set; }

    /// <summary>Starts in a time over all workers.</summary>
    public string? ClusterRateLimit { get; set; }

    /// <summary>Tasks at the same time on each worker; 0 for no limit.</summary>
    public int ConcurrencyLimit
    {
        get => ConcurrencyLimitOrNot ?? 0;
        set => ConcurrencyLimitOrNot = value;
    }

    /// <summary>Tasks at the same time over all workers; 0 for no limit.</summary>
    public int ClusterConcurrencyLimit
    {
        get => ClusterConcurrencyLimitOrNot ?? 0;
        set => ClusterConcurrencyLimitOrNot = value;
    }

    /// <summary>When the message is acknowledged.</summary>
    public AcknowledgeMode Acknowledge
    {
        get => AcknowledgeOrNot ?? AcknowledgeMode.Late;
        set => AcknowledgeOrNot = value;
    }

    /// <summary>What becomes of a task whose worker died while it ran it.</summary>
    public WorkerLostAction OnWorkerLost
    {
        get => OnWorkerLostOrNot ?? WorkerLostAction.RunAgain;
        set => OnWorkerLostOrNot = value;
    }

    /// <summary>How often an attempt may be started and not come to an end; 1 to 1,000.</summary>
    public int MaxDeliveries
    {
        get => MaxDeliveriesOrNot ?? 0;
        set => MaxDeliveriesOrNot = value;
    }

    /// <summary>Keep no results.</summary>
    public bool IgnoreResult
    {
        get => IgnoreResultOrNot ?? false;
        set => IgnoreResultOrNot = value;
    }

    /// <summary>Whether the error of a failed task is kept although its results are not.</summary>
    public bool StoreErrorsEvenIfIgnored
    {
        get => StoreErrorsOrNot ?? true;
        set => StoreErrorsOrNot = value;
    }

    /// <summary>Priority with which the task is sent, 0 (lowest) to 9 (highest).</summary>
    public int Priority
    {
        get => PriorityOrNot ?? 0;
        set => PriorityOrNot = value;
    }

    /// <summary>Queue that the task is sent to, without <c>Messaging:Prefix</c>.</summary>
    public string? Queue { get; set; }

    /// <summary>Time after sending at which the task is not started any more.</summary>
    public string? ExpiresAfter { get; set; }

    internal int? MaxRetriesOrNot { get; private set; }

    internal int? ConcurrencyLimitOrNot { get; private set; }

    internal int? ClusterConcurrencyLimitOrNot { get; private set; }

    internal AcknowledgeMode? AcknowledgeOrNot { get; private set; }

    internal WorkerLostAction? OnWorkerLostOrNot { get; private set; }

    internal int? MaxDeliveriesOrNot { get; private set; }

    internal bool? IgnoreResultOrNot { get; private set; }

    internal bool? StoreErrorsOrNot { get; private set; }

    internal int? PriorityOrNot { get; private set; }

    /// <summary>Reads one of the attribute's durations.</summary>
    /// <param name="name">Name of the property.</param>
    /// <param name="text">Its value.</param>
    /// <param name="on">What the attribute stands on.</param>
    /// <exception cref="ArgumentException">It is no duration.</exception>
    internal static TimeSpan? Duration(string name, string? text, Type on)
    {
        if (text is null)
            return null;

        return text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration)
                ? duration
                : throw new ArgumentException(
                    $"[TaskPolicy] on {on.FullName} says {name} = \"{text}\", which is no duration. Write it as "
                    + "[days.]hours:minutes:seconds, for example \"00:01:00\" for a minute.",
                    nameof(text));
    }
}

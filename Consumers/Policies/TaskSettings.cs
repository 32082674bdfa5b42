using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Settings of one kind of task (<c>Messaging:Tasks:&lt;name&gt;</c>), or of all that have none of their own
/// (<c>Messaging:Tasks:*</c>). What is left out is as in the policy in code.
/// </summary>
public sealed class TaskSettings
{
    /// <summary>Name that stands for all tasks.</summary>
    internal const string AllTasks = "*";

    /// <summary>Value of <see cref="MaxRetries"/> for no limit.</summary>
    private const int Unlimited = -1;

    /// <summary>Retries after the first attempt; 0 or more, -1 for no limit.</summary>
    public int? MaxRetries { get; set; }

    /// <summary>Wait before each retry.</summary>
    public BackoffSettings? Backoff { get; set; }

    /// <summary>
    /// Exceptions after which the task is run again, by type name, with or without the namespace; those that derive from
    /// them too. They take the place of those in code.
    /// </summary>
    public IList<string> RetryOn { get; } = [];

    /// <summary>Exceptions after which it is not run again; named as in <see cref="RetryOn"/>.</summary>
    public IList<string> NotRetryOn { get; } = [];

    /// <summary>Exceptions that are logged without a stack trace; named as in <see cref="RetryOn"/>.</summary>
    public IList<string> Expected { get; } = [];

    /// <summary>Time after which the running task's cancellation token is cancelled; more than zero.</summary>
    public TimeSpan? SoftTimeLimit { get; set; }

    /// <summary>Time after which a running task is given up; more than zero.</summary>
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>Starts in a time on each worker, for example <c>10/s</c>; <c>0</c> for no limit.</summary>
    public string? RateLimit { get; set; }

    /// <summary>Starts in a time over all workers; <c>0</c> for no limit. A key in code stays.</summary>
    public string? ClusterRateLimit { get; set; }

    /// <summary>Tasks at the same time on each worker; 0 for no limit. A key in code stays.</summary>
    public int? ConcurrencyLimit { get; set; }

    /// <summary>Tasks at the same time over all workers; 0 for no limit. A key in code stays.</summary>
    public int? ClusterConcurrencyLimit { get; set; }

    /// <summary>When the message is acknowledged.</summary>
    public AcknowledgeMode? Acknowledge { get; set; }

    /// <summary>What becomes of a task whose worker died while it ran it.</summary>
    public WorkerLostAction? OnWorkerLost { get; set; }

    /// <summary>How often an attempt may be started and not come to an end; 1 to 1,000.</summary>
    public int? MaxDeliveries { get; set; }

    /// <summary>Keep no results.</summary>
    public bool? IgnoreResult { get; set; }

    /// <summary>Whether the error of a failed task is kept although its results are not.</summary>
    public bool? StoreErrorsEvenIfIgnored { get; set; }

    /// <summary>Priority with which the task is sent, 0 (lowest) to 9 (highest). For its senders.</summary>
    public int? Priority { get; set; }

    /// <summary>Queue that the task is sent to, without <c>Messaging:Prefix</c>. For its senders.</summary>
    public string? Queue { get; set; }

    /// <summary>Time after sending at which the task is not started any more. For its senders.</summary>
    public TimeSpan? ExpiresAfter { get; set; }

    /// <summary>What is wrong with the settings, one sentence each.</summary>
    public IEnumerable<string> Faults()
    {
        var faults = RateLimitFaults(nameof(RateLimit), RateLimit)
            .Concat(RateLimitFaults(nameof(ClusterRateLimit), ClusterRateLimit))
            .Concat(Backoff?.Faults() ?? [])
            .ToList();
        if (MaxRetries < Unlimited)
            faults.Add($"MaxRetries is {MaxRetries}. Allowed: 0 or more, or -1 for no limit.");
        if (ConcurrencyLimit < 0)
            faults.Add($"ConcurrencyLimit is {ConcurrencyLimit}. Allowed: 1 or more, or 0 for no limit.");
        if (ClusterConcurrencyLimit < 0)
            faults.Add($"ClusterConcurrencyLimit is {ClusterConcurrencyLimit}. Allowed: 1 or more, or 0 for no limit.");

        return faults.Count > 0 ? faults : Over(new TaskPolicy()).Faults();
    }

    /// <summary>A policy with these settings over it.</summary>
    /// <param name="policy">The policy in code.</param>
    /// <exception cref="FormatException">A rate limit cannot be read, see <see cref="Faults"/>.</exception>
    public TaskPolicy Over(TaskPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy with
        {
            MaxRetries = MaxRetries == Unlimited ? TaskPolicy.UnlimitedRetries : MaxRetries ?? policy.MaxRetries,
            Backoff = Backoff?.Over(policy.Backoff) ?? policy.Backoff,
            RetryOn = Over(RetryOn, policy.RetryOn),
            NotRetryOn = Over(NotRetryOn, policy.NotRetryOn),
            Expected = Over(Expected, policy.Expected),
            SoftTimeLimit = SoftTimeLimit ?? policy.SoftTimeLimit,
            TimeLimit = TimeLimit ?? policy.TimeLimit,
            RateLimit = RateLimit is null ? policy.RateLimit : Consumers.RateLimit.Parse(RateLimit),
            ClusterRateLimit = Over(ClusterRateLimit, policy.ClusterRateLimit),
            ConcurrencyLimit = Over(ConcurrencyLimit, policy.ConcurrencyLimit),
            ClusterConcurrencyLimit = Over(ClusterConcurrencyLimit, policy.ClusterConcurrencyLimit),
            Acknowledge = Acknowledge ?? policy.Acknowledge,
            OnWorkerLost = OnWorkerLost ?? policy.OnWorkerLost,
            MaxDeliveries = MaxDeliveries ?? policy.MaxDeliveries,
            IgnoreResult = IgnoreResult ?? policy.IgnoreResult,
            StoreErrorsEvenIfIgnored = StoreErrorsEvenIfIgnored ?? policy.StoreErrorsEvenIfIgnored,
            Priority = Priority ?? policy.Priority,
            Queue = Queue ?? policy.Queue,
            ExpiresAfter = ExpiresAfter ?? policy.ExpiresAfter,
        };
    }

    private static ExceptionSet Over(IList<string> names, ExceptionSet set) =>
        names.Count == 0 ? set : ExceptionSet.Named(names);

    private static KeyedRateLimit? Over(string? text, KeyedRateLimit? limit)
    {
        if (text is null)
            return limit;

        return Consumers.RateLimit.Parse(text) is { } parsed ? new KeyedRateLimit(parsed, limit?.Key) : null;
    }

    private static ConcurrencyLimit? Over(int? count, ConcurrencyLimit? limit)
    {
        if (count is not { } value)
            return limit;

        return value == 0 ? null : new ConcurrencyLimit(value, limit?.Key);
    }

    private static IEnumerable<string> RateLimitFaults(string key, string? text)
    {
        string? fault = null;
        try
        {
            _ = Consumers.RateLimit.Parse(text);
        }
        catch (FormatException exception)
        {
            fault = $"{key}: {exception.Message}";
        }

        if (fault is not null)
            yield return fault;
    }
}

using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Says how tasks of one kind are run. <c>Messaging:Tasks:&lt;name&gt;</c> in configuration wins over it.
/// </summary>
public sealed class TaskPolicyBuilder
{
    private readonly List<Func<TaskPolicy, TaskPolicy>> changes = [];

    /// <summary>Runs a failed task again.</summary>
    /// <param name="maxRetries">Retries after the first attempt; 0 or more.</param>
    /// <param name="backoff">Wait before each. Default: exponential from 1 s, at most 600 s, with full jitter.</param>
    public TaskPolicyBuilder Retry(int maxRetries, Backoff? backoff = null) => Change(policy => policy with
    {
        MaxRetries = maxRetries, Backoff = backoff ?? policy.Backoff,
    });

    /// <summary>Runs a failed task again until it succeeds.</summary>
    /// <param name="backoff">Wait before each. Default: exponential from 1 s, at most 600 s, with full jitter.</param>
    public TaskPolicyBuilder RetryForever(Backoff? backoff = null) => Retry(TaskPolicy.UnlimitedRetries, backoff);

    /// <summary>Runs a task again only after exceptions of this type, and of others named so.</summary>
    /// <typeparam name="TException">The exception, and what derives from it.</typeparam>
    public TaskPolicyBuilder RetryOn<TException>()
        where TException : Exception =>
        Change(policy => policy with { RetryOn = policy.RetryOn.With(ExceptionSet.Of(typeof(TException))) });

    /// <summary>Does not run a task again after exceptions of this type, whatever else is said.</summary>
    /// <typeparam name="TException">The exception, and what derives from it.</typeparam>
    public TaskPolicyBuilder NotRetryOn<TException>()
        where TException : Exception =>
        Change(policy => policy with { NotRetryOn = policy.NotRetryOn.With(ExceptionSet.Of(typeof(TException))) });

    /// <summary>Logs a failure by exceptions of this type as information, without a stack trace.</summary>
    /// <typeparam name="TException">The exception, and what derives from it.</typeparam>
    public TaskPolicyBuilder Expect<TException>()
        where TException : Exception =>
        Change(policy => policy with { Expected = policy.Expected.With(ExceptionSet.Of(typeof(TException))) });

    /// <summary>Cancels the running task's token after a time; the task may catch that to clean up.</summary>
    /// <param name="limit">The time; more than zero.</param>
    public TaskPolicyBuilder SoftTimeLimit(TimeSpan limit) => Change(policy => policy with { SoftTimeLimit = limit });

    /// <summary>
    /// Gives a running task up after a time, as failed with <see cref="TimeLimitExceededException"/>, and frees its
    /// slot.
    /// </summary>
    /// <param name="limit">The time; more than zero.</param>
    public TaskPolicyBuilder TimeLimit(TimeSpan limit) => Change(policy => policy with { TimeLimit = limit });

    /// <summary>Limits how many tasks each worker starts in a time.</summary>
    /// <param name="limit">For example <c>10/s</c>, <c>100/m</c>; see <see cref="RateLimit.Parse"/>.</param>
    /// <exception cref="FormatException">It is no rate limit.</exception>
    public TaskPolicyBuilder RateLimit(string limit)
    {
        var parsed = Consumers.RateLimit.Parse(limit);
        return Change(policy => policy with { RateLimit = parsed });
    }

    /// <summary>Limits how many tasks all workers together start in a time.</summary>
    /// <param name="limit">For example <c>10/s</c>, <c>100/m</c>; see <see cref="RateLimit.Parse"/>.</param>
    /// <exception cref="FormatException">It is no rate limit.</exception>
    public TaskPolicyBuilder ClusterRateLimit(string limit) => SetClusterRateLimit(limit, null);

    /// <summary>Limits how many tasks of a key all workers together start in a time.</summary>
    /// <param name="limit">For example <c>10/s</c>, <c>100/m</c>; see <see cref="RateLimit.Parse"/>.</param>
    /// <param name="key">Says by what tasks are counted apart; <c>null</c> of it for a task that is not limited.</param>
    /// <typeparam name="TTask">The task's contract.</typeparam>
    /// <exception cref="FormatException">It is no rate limit.</exception>
    public TaskPolicyBuilder ClusterRateLimit<TTask>(string limit, Func<TTask, string?> key)
        where TTask : class =>
        SetClusterRateLimit(limit, KeyOf(key));

    /// <summary>Limits how many tasks run at the same time on each worker.</summary>
    /// <param name="count">How many; at least one.</param>
    public TaskPolicyBuilder ConcurrencyLimit(int count) =>
        Change(policy => policy with { ConcurrencyLimit = new ConcurrencyLimit(count) });

    /// <summary>Limits how many tasks of a key run at the same time on each worker.</summary>
    /// <param name="count">How many; at least one.</param>
    /// <param name="key">Says by what tasks are counted apart; <c>null</c> of it for a task that is not limited.</param>
    /// <typeparam name="TTask">The task's contract.</typeparam>
    public TaskPolicyBuilder ConcurrencyLimit<TTask>(int count, Func<TTask, string?> key)
        where TTask : class
    {
        var limit = new ConcurrencyLimit(count, KeyOf(key));
        return Change(policy => policy with { ConcurrencyLimit = limit });
    }

    /// <summary>Limits how many tasks run at the same time on all workers together.</summary>
    /// <param name="count">How many; at least one.</param>
    public TaskPolicyBuilder ClusterConcurrencyLimit(int count) =>
        Change(policy => policy with { ClusterConcurrencyLimit = new ConcurrencyLimit(count) });

    /// <summary>Limits how many tasks of a key run at the same time on all workers together.</summary>
    /// <param name="count">How many; at least one.</param>
    /// <param name="key">Says by what tasks are counted apart; <c>null</c> of it for a task that is not limited.</param>
    /// <typeparam name="TTask">The task's contract.</typeparam>
    public TaskPolicyBuilder ClusterConcurrencyLimit<TTask>(int count, Func<TTask, string?> key)
        where TTask : class
    {
        var limit = new ConcurrencyLimit(count, KeyOf(key));
        return Change(policy => policy with { ClusterConcurrencyLimit = limit });
    }

    /// <summary>Says when the task's message is acknowledged.</summary>
    /// <param name="mode">When. Default: after the run.</param>
    public TaskPolicyBuilder Acknowledge(AcknowledgeMode mode) => Change(policy => policy with { Acknowledge = mode });

    /// <summary>Says what becomes of a task whose worker died while it ran it.</summary>
    /// <param name="action">What.</param>
    public TaskPolicyBuilder OnWorkerLost(WorkerLostAction action) =>
        Change(policy => policy with { OnWorkerLost = action });

    /// <summary>Gives a task up as <c>PoisonMessage</c> whose worker has died so often while it ran it.</summary>
    /// <param name="count">How often an attempt is started; 1 to 1,000. Default 5.</param>
    public TaskPolicyBuilder MaxDeliveries(int count) => Change(policy => policy with { MaxDeliveries = count });

    /// <summary>Keeps no results.</summary>
    public TaskPolicyBuilder IgnoreResult() => Change(policy => policy with { IgnoreResult = true });

    /// <summary>Keeps neither results nor what errors say.</summary>
    public TaskPolicyBuilder IgnoreResultAndErrors() =>
        Change(policy => policy with { IgnoreResult = true, StoreErrorsEvenIfIgnored = false });

    /// <summary>Priority of tasks that this process sends.</summary>
    /// <param name="priority">0 (lowest) to 9 (highest).</param>
    public TaskPolicyBuilder Priority(byte priority) => Change(policy => policy with { Priority = priority });

    /// <summary>Queue of tasks that this process sends; it goes before routes.</summary>
    /// <param name="queue">The queue, without <c>Messaging:Prefix</c>.</param>
    public TaskPolicyBuilder Queue(string queue) => Change(policy => policy with { Queue = queue });

    /// <summary>Time after sending at which tasks that this process sends are not started any more.</summary>
    /// <param name="time">The time; more than zero.</param>
    public TaskPolicyBuilder ExpiresAfter(TimeSpan time) => Change(policy => policy with { ExpiresAfter = time });

    /// <summary>A policy with all of this over it.</summary>
    internal TaskPolicy Over(TaskPolicy policy) => changes.Aggregate(policy, (current, change) => change(current));

    private static Func<object, string?> KeyOf<TTask>(Func<TTask, string?> key)
        where TTask : class
    {
        ArgumentNullException.ThrowIfNull(key);
        return message => key((TTask)message);
    }

    private TaskPolicyBuilder SetClusterRateLimit(string text, Func<object, string?>? key)
    {
        var limit = Consumers.RateLimit.Parse(text);
        return Change(policy => policy with
        {
            ClusterRateLimit = limit is null ? null : new KeyedRateLimit(limit, key),
        });
    }

    private TaskPolicyBuilder Change(Func<TaskPolicy, TaskPolicy> change)
    {
        changes.Add(change);
        return this;
    }
}

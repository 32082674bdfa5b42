namespace Messaging.Consumers;

/// <summary>
/// Says how tasks of one kind are run. <c>Messaging:Tasks:&lt;name&gt;</c> in configuration wins over it.
/// </summary>
public sealed class TaskPolicyBuilder
{
    internal TaskPolicy Policy { get; private set; } = new();

    /// <summary>Runs a failed task again.</summary>
    /// <param name="maxRetries">Retries after the first attempt; 0 or more.</param>
    /// <param name="backoff">Wait before each. Default: exponential from 1 s, at most 600 s, with full jitter.</param>
    public TaskPolicyBuilder Retry(int maxRetries, Backoff? backoff = null)
    {
        Policy = Policy with { MaxRetries = maxRetries, Backoff = backoff ?? Policy.Backoff };
        return this;
    }

    /// <summary>Cancels the running task's token after a time; the task may catch that to clean up.</summary>
    /// <param name="limit">The time; more than zero.</param>
    public TaskPolicyBuilder SoftTimeLimit(TimeSpan limit)
    {
        Policy = Policy with { SoftTimeLimit = limit };
        return this;
    }

    /// <summary>
    /// Gives a running task up after a time, as failed with <see cref="TimeLimitExceededException"/>, and frees its
    /// slot.
    /// </summary>
    /// <param name="limit">The time; more than zero.</param>
    public TaskPolicyBuilder TimeLimit(TimeSpan limit)
    {
        Policy = Policy with { TimeLimit = limit };
        return this;
    }

    /// <summary>Keeps no results.</summary>
    public TaskPolicyBuilder IgnoreResult()
    {
        Policy = Policy with { IgnoreResult = true };
        return this;
    }
}

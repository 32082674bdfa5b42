namespace Messaging.Consumers;

/// <summary>How tasks of one kind are run. What a sender says with the task itself goes first.</summary>
public sealed record TaskPolicy
{
    /// <summary>Longer ones are a mistake: "60" reads as sixty days.</summary>
    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(24);

    /// <summary>Retries after the first attempt. Default 0: a task that fails has failed.</summary>
    public int MaxRetries { get; init; }

    /// <summary>
    /// Wait before each retry. Default: exponential from 1 s, at most 600 s, with full jitter.
    /// </summary>
    public Backoff Backoff { get; init; } = Backoff.Exponential(TimeSpan.FromSeconds(1));

    /// <summary>Time after which the running task's cancellation token is cancelled. Default: none.</summary>
    public TimeSpan? SoftTimeLimit { get; init; }

    /// <summary>Time after which a running task is given up as failed and its slot freed. Default: none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Keep no results. Default <c>false</c>.</summary>
    public bool IgnoreResult { get; init; }

    /// <summary>What is wrong with it, one sentence each.</summary>
    public IEnumerable<string> Faults()
    {
        if (MaxRetries < 0)
            yield return $"MaxRetries is {MaxRetries}. Allowed: 0 or more.";
        if (SoftTimeLimit <= TimeSpan.Zero || SoftTimeLimit > LongestLimit)
            yield return $"SoftTimeLimit is {SoftTimeLimit}. Allowed: more than zero, at most {LongestLimit}.";
        if (TimeLimit <= TimeSpan.Zero || TimeLimit > LongestLimit)
            yield return $"TimeLimit is {TimeLimit}. Allowed: more than zero, at most {LongestLimit}.";
        if (SoftTimeLimit > TimeLimit)
        {
            yield return $"SoftTimeLimit ({SoftTimeLimit}) is longer than TimeLimit ({TimeLimit}), so it could "
                + "never be reached. Make it the shorter of the two.";
        }
    }
}

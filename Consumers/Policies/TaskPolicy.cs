namespace Messaging.Consumers;

/// <summary>How tasks of one kind are run. What a sender says with the task itself goes first.</summary>
public sealed record TaskPolicy
{
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
        if (SoftTimeLimit <= TimeSpan.Zero)
            yield return $"SoftTimeLimit is {SoftTimeLimit}. Allowed: more than zero.";
        if (TimeLimit <= TimeSpan.Zero)
            yield return $"TimeLimit is {TimeLimit}. Allowed: more than zero.";
        if (SoftTimeLimit > TimeLimit)
        {
            yield return $"SoftTimeLimit ({SoftTimeLimit}) is longer than TimeLimit ({TimeLimit}), so it could "
                + "never be reached. Make it the shorter of the two.";
        }
    }
}

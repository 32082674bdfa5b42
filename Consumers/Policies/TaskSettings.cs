namespace Messaging.Consumers;

/// <summary>
/// Settings of one kind of task (<c>Messaging:Tasks:&lt;name&gt;</c>). Each wins over the policy in code.
/// </summary>
public sealed class TaskSettings
{
    /// <summary>Retries after the first attempt; 0 or more.</summary>
    public int? MaxRetries { get; set; }

    /// <summary>Time after which the running task's cancellation token is cancelled; more than zero.</summary>
    public TimeSpan? SoftTimeLimit { get; set; }

    /// <summary>Time after which a running task is given up; more than zero.</summary>
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>Keep no results.</summary>
    public bool? IgnoreResult { get; set; }

    /// <summary>A policy with these settings over it.</summary>
    /// <param name="policy">The policy in code.</param>
    public TaskPolicy Over(TaskPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy with
        {
            MaxRetries = MaxRetries ?? policy.MaxRetries,
            SoftTimeLimit = SoftTimeLimit ?? policy.SoftTimeLimit,
            TimeLimit = TimeLimit ?? policy.TimeLimit,
            IgnoreResult = IgnoreResult ?? policy.IgnoreResult,
        };
    }
}

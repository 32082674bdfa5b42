namespace Messaging.Consumers;

/// <summary>What a policy may say.</summary>
internal static class TaskPolicyRules
{
    private const int MostDeliveries = 1_000;

    /// <summary>Longer ones are a mistake: "60" reads as sixty days.</summary>
    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(24);

    private static readonly TimeSpan LongestExpiry = TimeSpan.FromDays(3650);

    public static IEnumerable<string> Faults(TaskPolicy policy) =>
    [
        .. TimeFaults(policy),
        .. CountFaults(policy),
        .. SendingFaults(policy),
    ];

    private static IEnumerable<string> TimeFaults(TaskPolicy policy)
    {
        if (policy.SoftTimeLimit <= TimeSpan.Zero || policy.SoftTimeLimit > LongestLimit)
            yield return $"SoftTimeLimit is {policy.SoftTimeLimit}. Allowed: more than zero, at most {LongestLimit}.";
        if (policy.TimeLimit <= TimeSpan.Zero || policy.TimeLimit > LongestLimit)
            yield return $"TimeLimit is {policy.TimeLimit}. Allowed: more than zero, at most {LongestLimit}.";
        if (policy.SoftTimeLimit > policy.TimeLimit)
        {
            yield return $"SoftTimeLimit ({policy.SoftTimeLimit}) is longer than TimeLimit ({policy.TimeLimit}), so it "
                + "could never be reached. Make it the shorter of the two.";
        }
    }

    private static IEnumerable<string> CountFaults(TaskPolicy policy)
    {
        if (policy.MaxRetries < 0)
            yield return $"MaxRetries is {policy.MaxRetries}. Allowed: 0 or more.";
        if (policy.MaxDeliveries is < 1 or > MostDeliveries)
            yield return $"MaxDeliveries is {policy.MaxDeliveries}. Allowed: 1 to {MostDeliveries}.";
        if (policy.ConcurrencyLimit is { Count: < 1 } local)
            yield return $"ConcurrencyLimit is {local.Count}. Allowed: 1 or more.";
        if (policy.ClusterConcurrencyLimit is { Count: < 1 } cluster)
            yield return $"ClusterConcurrencyLimit is {cluster.Count}. Allowed: 1 or more.";
    }

    private static IEnumerable<string> SendingFaults(TaskPolicy policy)
    {
        if (policy.Priority is < 0 or > 9)
            yield return $"Priority is {policy.Priority}. Allowed: 0 (lowest) to 9 (highest).";
        if (policy.Queue is { } queue && (queue.Length is 0 or > 200 || queue.Any(char.IsWhiteSpace)))
            yield return $"Queue is '{queue}'. Allowed: 1 to 200 characters without white space.";
        if (policy.ExpiresAfter <= TimeSpan.Zero || policy.ExpiresAfter > LongestExpiry)
            yield return $"ExpiresAfter is {policy.ExpiresAfter}. Allowed: more than zero, at most {LongestExpiry}.";
    }
}

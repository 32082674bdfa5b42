namespace Messaging.Contracts;

/// <summary>What revocation rules say, for those who keep them and those who act on them.</summary>
internal static class RevocationRules
{
    /// <summary>Whether a rule says what it must, and not too much.</summary>
    public static string? Fault(RevocationRule rule)
    {
        if (rule is { TaskName.Length: > 0 and <= 500, Header: null, Value: null }
            or { TaskName: null, Header.Length: > 0 and <= 200, Value.Length: <= 1_000 })
        {
            return null;
        }

        return "Tasks are revoked either by their name, 1 to 500 characters, or by a header of 1 to 200 characters and its "
            + $"value, up to 1,000. Given: name '{rule.TaskName}', header '{rule.Header}', value '{rule.Value}'.";
    }

    /// <summary>Whether two rules are about the same tasks, but for their time.</summary>
    public static bool SayTheSame(RevocationRule left, RevocationRule right) =>
        left.Mode == right.Mode
        && string.Equals(left.TaskName, right.TaskName, StringComparison.Ordinal)
        && string.Equals(left.Header, right.Header, StringComparison.OrdinalIgnoreCase)
        && string.Equals(left.Value, right.Value, StringComparison.Ordinal);

    /// <summary>
    /// Whether a task was sent before a rule. If it was replayed, that counts. A version 7 id says when it was made; of
    /// other tasks only the time of their sending, or of their receipt, is known.
    /// </summary>
    /// <param name="rule">The rule.</param>
    /// <param name="taskId">The task's id.</param>
    /// <param name="otherwise">When it was sent, or received, as far as that is known.</param>
    /// <param name="replayedAt">When it was last replayed from the dead letters, if it was.</param>
    public static bool IsBefore(
        RevocationRule rule, Guid taskId, DateTimeOffset otherwise, DateTimeOffset? replayedAt) =>
        (replayedAt?.ToUnixTimeMilliseconds()
            ?? TaskIdTime.Milliseconds(taskId)
            ?? otherwise.ToUnixTimeMilliseconds()) <= rule.Time.ToUnixTimeMilliseconds();

    /// <summary>What a rule says of one task.</summary>
    public static RevokeTask RevocationBy(RevocationRule rule, Guid taskId) => new()
    {
        TaskId = taskId,
        Mode = rule.Mode,
        Time = rule.Time,
        Reason = rule.Reason ?? (rule.TaskName is null
            ? $"Tasks with the header {rule.Header}: {rule.Value} were revoked."
            : $"Tasks named {rule.TaskName} were revoked."),
    };
}

namespace Messaging.StateMachines;

/// <summary>
/// How long tasks are kept after their end. A task that has not ended is kept for as long as it takes.
/// </summary>
public sealed record TaskExpiry
{
    /// <summary>
    /// Time from the end of a task that succeeded, was revoked, expired or was rejected. Default 1 day. The same holds
    /// for a revocation of a task of which nothing else is known, from the time that it was asked for.
    /// </summary>
    public TimeSpan Results { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Time from the end of a task that failed. Default 7 days.</summary>
    public TimeSpan Failures { get; init; } = TimeSpan.FromDays(7);
}

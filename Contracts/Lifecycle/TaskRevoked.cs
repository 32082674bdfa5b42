namespace Messaging.Contracts;

/// <summary>A worker has dropped the task, or broken it off, because it was revoked.</summary>
public sealed record TaskRevoked : TaskRunEvent
{
    /// <summary>When the consumer was called; <c>null</c> if the revocation came before that.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The reason given with the revocation.</summary>
    public string? Reason { get; init; }
}

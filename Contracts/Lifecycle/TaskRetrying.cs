namespace Messaging.Contracts;

/// <summary>An attempt failed and another one follows.</summary>
public sealed record TaskRetrying : TaskRunEvent
{
    /// <summary>When the consumer was called.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Why the attempt failed.</summary>
    public required TaskError Error { get; init; }

    /// <summary>When the next attempt is due.</summary>
    public required DateTimeOffset NextAttemptAt { get; init; }
}

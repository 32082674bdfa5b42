namespace Messaging.Contracts;

/// <summary>
/// The task has ended without an outcome, by its own wish. The state that it gave itself last says what became of it.
/// </summary>
public sealed record TaskIgnored : TaskRunEvent
{
    /// <summary>When the consumer was called.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}

using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>
/// Something that happened to a task. Events commute: whoever applies them in any order, twice, or in any split ends
/// with the same picture, so each one says all it knows and none relies on another having come first.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(TaskSubmitted), "submitted")]
[JsonDerivedType(typeof(TaskScheduled), "scheduled")]
[JsonDerivedType(typeof(TaskReceived), "received")]
[JsonDerivedType(typeof(TaskStarted), "started")]
[JsonDerivedType(typeof(TaskProgressed), "progressed")]
[JsonDerivedType(typeof(TaskStateSet), "stateSet")]
[JsonDerivedType(typeof(TaskRetrying), "retrying")]
[JsonDerivedType(typeof(TaskSucceeded), "succeeded")]
[JsonDerivedType(typeof(TaskFailed), "failed")]
[JsonDerivedType(typeof(TaskRevoked), "revoked")]
[JsonDerivedType(typeof(TaskExpired), "expired")]
[JsonDerivedType(typeof(TaskRejected), "rejected")]
[JsonDerivedType(typeof(TaskPutBack), "putBack")]
[JsonDerivedType(typeof(TaskIgnored), "ignored")]
[JsonDerivedType(typeof(TaskReplayed), "replayed")]
public abstract record TaskEvent
{
    /// <summary>The task's id.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>When it happened, by the clock of the process that reports it.</summary>
    public required DateTimeOffset Time { get; init; }
}

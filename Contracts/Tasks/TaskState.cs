using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>Where a task is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskState>))]
public enum TaskState
{
    /// <summary>
    /// Nothing is known of a task with this id: never sent, not yet reported, or forgotten after its expiry.
    /// </summary>
    Unknown = 0,

    /// <summary>Sent, and not yet seen by a worker.</summary>
    Pending = 1,

    /// <summary>Waits for its time (<c>eta</c>, <c>countdown</c>).</summary>
    Scheduled = 2,

    /// <summary>A worker holds the message and has not started it.</summary>
    Received = 3,

    /// <summary>A worker runs it.</summary>
    Started = 4,

    /// <summary>An attempt failed and another one follows.</summary>
    Retrying = 5,

    /// <summary>Ended well. Beats every other final state.</summary>
    Succeeded = 6,

    /// <summary>Ended with an error, and no attempt is left.</summary>
    Failed = 7,

    /// <summary>Called off before or while it ran.</summary>
    Revoked = 8,

    /// <summary>Its <c>expires</c> had passed before it could be started.</summary>
    Expired = 9,

    /// <summary>
    /// No worker could take it (unknown task, unreadable message), or it refused itself (<c>Reject</c>). The message is
    /// in the dead-letter queue.
    /// </summary>
    Rejected = 10,

    /// <summary>
    /// Ended without an outcome, by its own wish (<c>Ignore</c>): the state that it gave itself last says what became of
    /// it.
    /// </summary>
    Ignored = 11,
}

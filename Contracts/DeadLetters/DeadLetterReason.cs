using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>Why a message is a dead letter.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeadLetterReason>))]
public enum DeadLetterReason
{
    /// <summary>The task has failed and no attempt was left.</summary>
    Failed = 0,

    /// <summary>The message could not be read as a task.</summary>
    Unreadable = 1,

    /// <summary>No worker on its queue has a consumer for the task.</summary>
    Unregistered = 2,

    /// <summary>The task's workers died again and again.</summary>
    Poison = 3,

    /// <summary>A consumer has turned the message down.</summary>
    Rejected = 4,
}

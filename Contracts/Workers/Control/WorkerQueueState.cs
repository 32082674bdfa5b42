using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>Whether a worker takes tasks from a queue.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkerQueueState>))]
public enum WorkerQueueState
{
    /// <summary>It does.</summary>
    Active = 0,

    /// <summary>The queue is paused, for all workers.</summary>
    Paused = 1,

    /// <summary>This worker was told not to.</summary>
    Cancelled = 2,
}

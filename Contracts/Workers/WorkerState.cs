using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>What is known of a worker.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkerState>))]
public enum WorkerState
{
    /// <summary>It is heard of and takes tasks.</summary>
    Online = 0,

    /// <summary>It is heard of, takes no more tasks, and ends what it runs.</summary>
    Stopping = 1,

    /// <summary>It has said that it ends.</summary>
    Stopped = 2,

    /// <summary>It has not been heard of for too long, and has not said that it ends.</summary>
    Lost = 3,
}

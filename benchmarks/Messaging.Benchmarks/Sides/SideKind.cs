using System.Text.Json.Serialization;

namespace Messaging.Benchmarks;

/// <summary>Whose work a process measures.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SideKind>))]
internal enum SideKind
{
    /// <summary>Messaging, sending and running at the same time.</summary>
    OursThroughput = 0,

    /// <summary>Messaging, running what is queued.</summary>
    OursDrain = 1,

    /// <summary>MassTransit alone, sending and consuming at the same time.</summary>
    PlainThroughput = 2,

    /// <summary>MassTransit alone, consuming what is queued.</summary>
    PlainDrain = 3,

    /// <summary>A tracker, tracking what is queued.</summary>
    Tracker = 4,

    /// <summary>A worker, waiting for tasks that become due.</summary>
    ScheduledWorker = 5,
}

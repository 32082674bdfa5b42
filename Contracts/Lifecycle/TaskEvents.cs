using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>
/// Events of any number of tasks from one process, sent together to <see cref="SystemQueues.Tracking"/>. The tracker
/// applies a batch as a whole: it is settled after all of it is committed.
/// </summary>
[JsonConverter(typeof(TaskEventsConverter))]
public sealed record TaskEvents
{
    /// <summary>The events, usually in the order in which they happened.</summary>
    public required IReadOnlyList<TaskEvent> Events { get; init; }
}

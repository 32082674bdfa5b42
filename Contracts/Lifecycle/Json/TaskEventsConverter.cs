using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>
/// Writes and reads batches of events. The four kinds of which nearly all events are get here by a short way; all others,
/// and whatever is not as it usually is, by the serializer's own. Both write the same.
/// </summary>
internal sealed class TaskEventsConverter : JsonConverter<TaskEvents>
{
    private static ReadOnlySpan<byte> EventsName => "events"u8;

    /// <inheritdoc/>
    public override TaskEvents Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A batch of task events is a JSON object.");

        List<TaskEvent>? events = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEvents = reader.ValueTextEquals(EventsName)
                || string.Equals(reader.GetString(), nameof(TaskEvents.Events), StringComparison.OrdinalIgnoreCase);
            reader.Read();
            if (isEvents)
                events = ReadEvents(ref reader, options);
            else
                reader.Skip();
        }

        return new TaskEvents
        {
            Events = events ?? throw new JsonException("A batch of task events has no property 'events'."),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TaskEvents value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(EventsName);
        foreach (var taskEvent in value.Events)
        {
            if (!TaskEventWriter.TryWrite(writer, taskEvent))
                JsonSerializer.Serialize(writer, taskEvent, options);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static List<TaskEvent> ReadEvents(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        var events = new List<TaskEvent>();
        if (reader.TokenType == JsonTokenType.Null)
            return events;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("The property 'events' of a batch of task events is an array.");

        var fields = new TaskEventReader();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var ahead = reader;
            if (fields.TryRead(ref ahead) is { } known)
            {
                reader = ahead;
                events.Add(known);
            }
            else if (JsonSerializer.Deserialize<TaskEvent>(ref reader, options) is { } other)
            {
                events.Add(other);
            }
        }

        return events;
    }
}

using System.Buffers;
using System.Text.Json;
using MassTransit;
using MassTransit.Metadata;

namespace Messaging.Hosting;

/// <summary>Writes envelopes; each thread keeps its buffer.</summary>
internal static class EnvelopeWriter
{
    /// <summary>A buffer that has once grown beyond this is not kept.</summary>
    private const int LargestKept = 1024 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? kept;

    private static byte[]? host;

    public static byte[] Write(SendContext context, object message, JsonSerializerOptions options, DateTime now)
    {
        // Taken, and not only used: a converter of the message's may write a message of its own.
        var buffer = kept ?? new ArrayBufferWriter<byte>(4_096);
        kept = null;

        using var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = options.Encoder, SkipValidation = true });
        json.WriteStartObject();
        WriteContext(json, context, options, now);
        json.WritePropertyName("message"u8);
        JsonSerializer.Serialize(json, message, message.GetType(), options);
        json.WriteEndObject();
        json.Flush();

        var written = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= LargestKept)
        {
            buffer.ResetWrittenCount();
            kept = buffer;
        }

        return written;
    }

    private static void WriteContext(Utf8JsonWriter json, SendContext context, JsonSerializerOptions options, DateTime now)
    {
        WriteId(json, "messageId"u8, context.MessageId);
        WriteId(json, "requestId"u8, context.RequestId);
        WriteId(json, "correlationId"u8, context.CorrelationId);
        WriteId(json, "conversationId"u8, context.ConversationId);
        WriteId(json, "initiatorId"u8, context.InitiatorId);
        WriteAddress(json, "sourceAddress"u8, context.SourceAddress);
        WriteAddress(json, "destinationAddress"u8, context.DestinationAddress);
        WriteAddress(json, "responseAddress"u8, context.ResponseAddress);
        WriteAddress(json, "faultAddress"u8, context.FaultAddress);

        json.WriteStartArray("messageType"u8);
        foreach (var type in context.SupportedMessageTypes ?? [])
            json.WriteStringValue(type);
        json.WriteEndArray();

        if (context.TimeToLive is { } timeToLive)
            json.WriteString("expirationTime"u8, now + timeToLive);
        json.WriteString("sentTime"u8, context.SentTime ?? now);

        json.WriteStartObject("headers"u8);
        foreach (var (name, value) in context.Headers.GetAll())
            WriteHeader(json, name, value, options);
        json.WriteEndObject();

        json.WritePropertyName("host"u8);
        json.WriteRawValue(
            host ??= JsonSerializer.SerializeToUtf8Bytes<HostInfo>(HostMetadataCache.Host, options),
            skipInputValidation: true);
    }

    private static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> name, Guid? id)
    {
        if (id is { } value)
            json.WriteString(name, value);
    }

    private static void WriteAddress(Utf8JsonWriter json, ReadOnlySpan<byte> name, Uri? address)
    {
        if (address is not null)
            json.WriteString(name, address.ToString());
    }

    private static void WriteHeader(Utf8JsonWriter json, string name, object? value, JsonSerializerOptions options)
    {
        json.WritePropertyName(name);
        if (value is string text)
            json.WriteStringValue(text);
        else if (value is null)
            json.WriteNullValue();
        else
            JsonSerializer.Serialize(json, value, value.GetType(), options);
    }
}

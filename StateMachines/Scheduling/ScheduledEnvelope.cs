using System.Buffers;
using System.Text.Json;
using MassTransit;
using MassTransit.Scheduling;
using MassTransit.Serialization;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Writes the envelope that is sent later. It is that of the request, with its ids, addresses and headers, around the
/// message in it; a header says that it comes by the scheduler.
/// </summary>
internal static class ScheduledEnvelope
{
    private static JsonSerializerOptions Options => SystemTextJsonMessageSerializer.Options;

    /// <summary>What a request asks to be kept.</summary>
    /// <exception cref="ArgumentException">It names no destination or holds no message.</exception>
    public static ScheduledMessage Of(ConsumeContext<ScheduleMessage> context)
    {
        var request = context.Message;
        if (request.Destination is null || request.Payload is null || request.PayloadType is not { Length: > 0 })
        {
            throw new ArgumentException(
                $"ScheduleMessage {request.CorrelationId} names no destination, holds no message or does not say of "
                + "what type it is. Schedule messages by MassTransit's IMessageScheduler, or tasks by ITaskClient.",
                nameof(context));
        }

        var name = context.Headers.Get<string>(TaskHeaders.Name);
        var attempt = TaskHeaderFormat.Number(context.Headers.Get<string>(TaskHeaders.Attempt));
        return new ScheduledMessage
        {
            Token = request.CorrelationId,
            Attempt = name is null && attempt is null ? 0 : Math.Max(1, attempt ?? 1),
            Deferral = Math.Max(0, TaskHeaderFormat.Number(context.Headers.Get<string>(TaskHeaders.Deferrals)) ?? 0),
            AskedAt = context.SentTime is { } sent ? ScheduledTime.Of(sent) : null,
            Due = ScheduledTime.Of(request.ScheduledTime),
            Destination = request.Destination,
            Queue = NameIn(request.Destination),
            Name = name,
            Body = Write(context),
        };
    }

    private static string NameIn(Uri destination)
    {
        var path = destination.AbsolutePath;
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }

    private static ReadOnlyMemory<byte> Write(ConsumeContext<ScheduleMessage> context)
    {
        var buffer = new ArrayBufferWriter<byte>(2_048);
        using var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = Options.Encoder, SkipValidation = true });
        json.WriteStartObject();
        WriteId(json, "messageId"u8, context.MessageId);
        WriteId(json, "requestId"u8, context.RequestId);
        WriteId(json, "correlationId"u8, context.CorrelationId);
        WriteId(json, "conversationId"u8, context.ConversationId);
        WriteId(json, "initiatorId"u8, context.InitiatorId);
        WriteAddress(json, "sourceAddress"u8, context.SourceAddress);
        WriteAddress(json, "destinationAddress"u8, context.Message.Destination);
        WriteAddress(json, "responseAddress"u8, context.ResponseAddress);
        WriteAddress(json, "faultAddress"u8, context.FaultAddress);

        json.WriteStartArray("messageType"u8);
        foreach (var type in context.Message.PayloadType)
            json.WriteStringValue(type);
        json.WriteEndArray();

        if (context.ExpirationTime is { } expirationTime)
            json.WriteString("expirationTime"u8, expirationTime);
        if (context.SentTime is { } sentTime)
            json.WriteString("sentTime"u8, sentTime);
        WriteHeaders(json, context);
        json.WritePropertyName("host"u8);
        JsonSerializer.Serialize(json, context.Host, Options);
        json.WritePropertyName("message"u8);
        JsonSerializer.Serialize(json, context.Message.Payload, context.Message.Payload.GetType(), Options);
        json.WriteEndObject();
        json.Flush();

        return buffer.WrittenMemory.ToArray();
    }

    private static void WriteHeaders(Utf8JsonWriter json, ConsumeContext<ScheduleMessage> context)
    {
        json.WriteStartObject("headers"u8);
        foreach (var (name, value) in context.Headers.GetAll())
        {
            // An older one's, of a message that is put off again.
            const string token = MessageHeaders.SchedulingTokenId;
            if (value is null || string.Equals(name, token, StringComparison.OrdinalIgnoreCase))
                continue;

            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, value.GetType(), Options);
        }

        json.WriteString(MessageHeaders.SchedulingTokenId, context.Message.CorrelationId);
        json.WriteEndObject();
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
}

using System.Buffers;
using System.Text.Json;
using MassTransit.Serialization;

namespace Messaging.StateMachines;

/// <summary>
/// Writes a dead letter's message anew. Of an envelope everything stays but its headers, when it expires, and whom to
/// reply to: nobody waits for that reply any more, those who wait for the task ask the trackers. A body that is no envelope
/// stays as it is, byte by byte.
/// </summary>
internal static class ReplayEnvelope
{
    private static readonly JsonDocumentOptions Lenient =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly string[] Dropped =
        ["headers", "expirationTime", "requestId", "responseAddress", "faultAddress"];

    /// <summary>The message for an attempt.</summary>
    public static ReplayedMessage Of(StoredDeadLetter letter, int attempt, DateTimeOffset now)
    {
        var headers = letter.Headers
            .Where(header => !ReplayHeaders.IsReplaced(header.Key))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        var added = ReplayHeaders.New(letter, attempt, now);
        var body = TryRewrite(letter.Body, added, headers) ?? letter.Body;
        foreach (var (name, value) in added)
            headers[name] = value;

        return new ReplayedMessage
        {
            Letter = letter, Queue = letter.ReplayQueue ?? letter.Queue, Attempt = attempt, Headers = headers, Body = body,
        };
    }

    /// <summary>Also brings the envelope's headers, as far as they are texts, to those of the transport.</summary>
    /// <returns><c>null</c> for a body that is no envelope.</returns>
    private static ReadOnlyMemory<byte>? TryRewrite(
        ReadOnlyMemory<byte> body,
        IReadOnlyList<KeyValuePair<string, string>> added,
        Dictionary<string, string> transportHeaders)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Lenient);
            if (!IsEnvelope(json.RootElement))
                return null;

            return Write(json.RootElement, added, transportHeaders);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter is of text that is not Unicode. It goes out as it came.
            return null;
        }
    }

    private static bool IsEnvelope(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty("message", out _)
        && root.TryGetProperty("messageType", out var types)
        && types.ValueKind == JsonValueKind.Array;

    private static ReadOnlyMemory<byte> Write(
        JsonElement envelope,
        IReadOnlyList<KeyValuePair<string, string>> added,
        Dictionary<string, string> transportHeaders)
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        using var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = SystemTextJsonMessageSerializer.Options.Encoder });
        json.WriteStartObject();
        foreach (var part in envelope.EnumerateObject().Where(part => !Dropped.Contains(part.Name)))
            part.WriteTo(json);

        json.WriteStartObject("headers"u8);
        if (envelope.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in headers.EnumerateObject().Where(header => !ReplayHeaders.IsReplaced(header.Name)))
            {
                header.WriteTo(json);
                if (header.Value.ValueKind == JsonValueKind.String)
                    transportHeaders[header.Name] = header.Value.GetString()!;
            }
        }

        foreach (var (name, value) in added)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory.ToArray();
    }
}

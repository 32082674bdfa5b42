using System.Text.Json;

namespace Messaging.Contracts;

/// <summary>
/// What can be read of a message's body if it is MassTransit's envelope, or nearly. Never fails: what is not there, or is
/// not as it should be, is <c>null</c>.
/// </summary>
internal readonly record struct EnvelopeHead(string? MessageId, string? Name, string? Attempt, string? Replays)
{
    private const string UrnPrefix = "urn:message:";

    private static readonly EnvelopeHead Nothing = new(null, null, null, null);

    public static EnvelopeHead Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var envelope = json.RootElement;
            if (envelope.ValueKind != JsonValueKind.Object)
                return Nothing;

            envelope.TryGetProperty("headers", out var headers);
            return new EnvelopeHead(
                Text(envelope, "messageId"),
                Text(headers, TaskHeaders.Name) ?? FirstType(envelope),
                Text(headers, TaskHeaders.Attempt),
                Text(headers, TaskHeaders.Replays));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter is of text that is not Unicode.
            return Nothing;
        }
    }

    /// <summary><c>urn:message:Namespace:Type</c> is MassTransit's way to write <c>Namespace.Type</c>.</summary>
    private static string? FirstType(JsonElement envelope)
    {
        if (!envelope.TryGetProperty("messageType", out var types)
            || types.ValueKind != JsonValueKind.Array
            || types.GetArrayLength() == 0
            || types[0].ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var urn = types[0].GetString()!;
        return urn.StartsWith(UrnPrefix, StringComparison.Ordinal) ? urn[UrnPrefix.Length..].Replace(':', '.') : urn;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

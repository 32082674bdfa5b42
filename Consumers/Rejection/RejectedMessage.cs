using System.Text.Json;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>What can be read of a message that cannot be taken.</summary>
internal sealed record RejectedMessage(Guid? TaskId, string Name)
{
    private const string UnknownName = "(unreadable)";

    public static RejectedMessage Read(ReceiveContext context)
    {
        var envelope = ReadEnvelope(context);
        return new RejectedMessage(
            context.GetMessageId() ?? TaskHeaderFormat.Id(envelope.MessageId),
            context.TransportHeaders.Get<string>(TaskHeaders.Name) ?? envelope.Name ?? UnknownName);
    }

    /// <summary>MassTransit's envelope, as far as it is one.</summary>
    private static (string? MessageId, string? Name) ReadEnvelope(ReceiveContext context)
    {
        try
        {
            using var body = JsonDocument.Parse(context.Body.GetBytes());
            return (Text(body.RootElement, "messageId"), Header(body.RootElement) ?? FirstType(body.RootElement));
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static string? Header(JsonElement envelope) =>
        envelope.ValueKind == JsonValueKind.Object && envelope.TryGetProperty("headers", out var headers)
            ? Text(headers, TaskHeaders.Name)
            : null;

    /// <summary><c>urn:message:Namespace:Type</c> is MassTransit's way to write <c>Namespace.Type</c>.</summary>
    private static string? FirstType(JsonElement envelope)
    {
        const string prefix = "urn:message:";
        if (envelope.ValueKind != JsonValueKind.Object
            || !envelope.TryGetProperty("messageType", out var types)
            || types.ValueKind != JsonValueKind.Array
            || types.GetArrayLength() == 0
            || types[0].GetString() is not { } urn)
        {
            return null;
        }

        return urn.StartsWith(prefix, StringComparison.Ordinal) ? urn[prefix.Length..].Replace(':', '.') : urn;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

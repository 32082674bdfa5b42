using System.Text.Json;

namespace Messaging.Hosting;

/// <summary>
/// An envelope that has been read: where in the body each part is. What is seldom asked for is decoded only then.
/// </summary>
internal sealed class Envelope
{
    private readonly byte[] body;
    private Guid? messageId;
    private Guid? requestId;
    private Guid? correlationId;
    private Guid? conversationId;
    private Guid? initiatorId;
    private Range sourceAddress;
    private Range destinationAddress;
    private Range responseAddress;
    private Range faultAddress;
    private Range message;
    private DateTime? expirationTime;
    private DateTime? sentTime;
    private Range headers;
    private Range host;

    private Envelope(byte[] body) => this.body = body;

    public static JsonReaderOptions Lenient { get; } =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public Guid? MessageId => messageId;

    public Guid? RequestId => requestId;

    public Guid? CorrelationId => correlationId;

    public Guid? ConversationId => conversationId;

    public Guid? InitiatorId => initiatorId;

    public Range SourceAddress => sourceAddress;

    public Range DestinationAddress => destinationAddress;

    public Range ResponseAddress => responseAddress;

    public Range FaultAddress => faultAddress;

    public string[] MessageTypes { get; private set; } = [];

    public Range Message => message;

    public DateTime? ExpirationTime => expirationTime;

    public DateTime? SentTime => sentTime;

    public Range Headers => headers;

    public Range Host => host;

    /// <summary>A part as it stands in the body; empty if it is missing or null.</summary>
    public ReadOnlySpan<byte> this[Range part] => body.AsSpan(part);

    /// <summary>Reads an envelope; <c>null</c> for one that is not as MassTransit writes it.</summary>
    public static Envelope? TryRead(byte[] body)
    {
        var envelope = new Envelope(body);
        try
        {
            return envelope.TryRead() && !envelope[envelope.Message].IsEmpty ? envelope : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter is of text that is not Unicode.
            return null;
        }
    }

    private bool TryRead()
    {
        var json = new Utf8JsonReader(body, Lenient);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return false;

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!TryReadPart(ref json))
                return false;
        }

        return json.TokenType == JsonTokenType.EndObject && !json.Read();
    }

    private bool TryReadPart(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("messageId"u8))
            return TryReadId(ref json, ref messageId);
        if (json.ValueTextEquals("message"u8))
            return Skip(ref json, ref message) != JsonTokenType.None;
        if (json.ValueTextEquals("messageType"u8))
            return TryReadTypes(ref json);
        if (json.ValueTextEquals("headers"u8))
            return TrySkip(ref json, JsonTokenType.StartObject, ref headers);
        if (json.ValueTextEquals("host"u8))
            return TrySkip(ref json, JsonTokenType.StartObject, ref host);
        if (json.ValueTextEquals("sentTime"u8))
            return TryReadTime(ref json, ref sentTime);
        if (json.ValueTextEquals("expirationTime"u8))
            return TryReadTime(ref json, ref expirationTime);

        return TryReadAddress(ref json) ?? TryReadOtherId(ref json) ?? false;
    }

    /// <summary><c>null</c> for a part that is no address.</summary>
    private bool? TryReadAddress(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("sourceAddress"u8))
            return TrySkip(ref json, JsonTokenType.String, ref sourceAddress);
        if (json.ValueTextEquals("destinationAddress"u8))
            return TrySkip(ref json, JsonTokenType.String, ref destinationAddress);
        if (json.ValueTextEquals("responseAddress"u8))
            return TrySkip(ref json, JsonTokenType.String, ref responseAddress);

        return json.ValueTextEquals("faultAddress"u8)
            ? TrySkip(ref json, JsonTokenType.String, ref faultAddress)
            : null;
    }

    /// <summary><c>null</c> for a part that is none of these.</summary>
    private bool? TryReadOtherId(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("requestId"u8))
            return TryReadId(ref json, ref requestId);
        if (json.ValueTextEquals("correlationId"u8))
            return TryReadId(ref json, ref correlationId);
        if (json.ValueTextEquals("conversationId"u8))
            return TryReadId(ref json, ref conversationId);

        return json.ValueTextEquals("initiatorId"u8) ? TryReadId(ref json, ref initiatorId) : null;
    }

    private static bool TryReadId(ref Utf8JsonReader json, ref Guid? part)
    {
        if (!json.Read() || json.TokenType == JsonTokenType.Null)
            return true;
        if (json.TokenType != JsonTokenType.String || !json.TryGetGuid(out var id))
            return false;

        part = id;
        return true;
    }

    private static bool TryReadTime(ref Utf8JsonReader json, ref DateTime? part)
    {
        if (!json.Read() || json.TokenType == JsonTokenType.Null)
            return true;
        if (json.TokenType != JsonTokenType.String || !json.TryGetDateTime(out var time))
            return false;

        part = time;
        return true;
    }

    private bool TryReadTypes(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray)
            return false;

        var types = new List<string>(2);
        while (json.Read() && json.TokenType == JsonTokenType.String)
            types.Add(json.GetString()!);

        MessageTypes = [.. types];
        return json.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>A part that must be of one kind, or <c>null</c>.</summary>
    private static bool TrySkip(ref Utf8JsonReader json, JsonTokenType kind, ref Range part) =>
        Skip(ref json, ref part) is var found && (found == kind || found == JsonTokenType.Null);

    /// <summary>Remembers where a part is; <c>null</c> counts as missing.</summary>
    private static JsonTokenType Skip(ref Utf8JsonReader json, ref Range part)
    {
        json.Read();
        var kind = json.TokenType;
        var start = (int)json.TokenStartIndex;
        json.Skip();
        if (kind != JsonTokenType.Null)
            part = start..(int)json.BytesConsumed;
        return kind;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Metadata;
using MassTransit.Serialization;

namespace Messaging.Hosting;

/// <summary>
/// A message that has come in. What the hot path needs is read from the envelope; the rest, forwarding and the like, is
/// left to MassTransit, which reads the body anew.
/// </summary>
internal sealed class EnvelopeContext(
    Envelope envelope, JsonSerializerOptions options, Func<SerializerContext> readByMassTransit) : SerializerContext
{
    private SerializerContext? massTransit;
    private Headers? headers;
    private HostInfo? host;

    public Guid? MessageId => envelope.MessageId;

    public Guid? RequestId => envelope.RequestId;

    public Guid? CorrelationId => envelope.CorrelationId;

    public Guid? ConversationId => envelope.ConversationId;

    public Guid? InitiatorId => envelope.InitiatorId;

    public DateTime? ExpirationTime => envelope.ExpirationTime;

    public DateTime? SentTime => envelope.SentTime;

    public Uri? SourceAddress => Address(envelope.SourceAddress);

    public Uri? DestinationAddress => Address(envelope.DestinationAddress);

    public Uri? ResponseAddress => Address(envelope.ResponseAddress);

    public Uri? FaultAddress => Address(envelope.FaultAddress);

    public Headers Headers => headers ??= ReadHeaders();

    public HostInfo Host => host ??= ReadOfEnvelope<HostInfo>(envelope.Host) ?? HostMetadataCache.Empty;

    public string[] SupportedMessageTypes => envelope.MessageTypes;

    private SerializerContext MassTransit => massTransit ??= readByMassTransit();

    public bool IsSupportedMessageType<T>()
        where T : class =>
        IsSupported(MessageUrn.ForTypeString<T>());

    public bool IsSupportedMessageType(Type messageType) => IsSupported(MessageUrn.ForTypeString(messageType));

    public bool TryGetMessage<T>(out T? message)
        where T : class
    {
        if (typeof(T) == typeof(JsonObject))
            return MassTransit.TryGetMessage(out message);

        message = IsSupportedMessageType<T>() ? Read<T>(envelope.Message) : null;
        return message is not null;
    }

    public bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? message)
    {
        message = JsonSerializer.Deserialize(envelope[envelope.Message], messageType, options);
        return message is not null;
    }

    public IMessageSerializer GetMessageSerializer() => MassTransit.GetMessageSerializer();

    public IMessageSerializer GetMessageSerializer<T>(MessageEnvelope envelope, T message)
        where T : class =>
        MassTransit.GetMessageSerializer(envelope, message);

    public IMessageSerializer GetMessageSerializer(object message, string[] messageTypes) =>
        MassTransit.GetMessageSerializer(message, messageTypes);

    public Dictionary<string, object> ToDictionary<T>(T? message)
        where T : class =>
        MassTransit.ToDictionary(message);

    public T? DeserializeObject<T>(object? value, T? defaultValue = null)
        where T : class =>
        SystemTextJsonMessageSerializer.Instance.DeserializeObject(value, defaultValue);

    public T? DeserializeObject<T>(object? value, T? defaultValue = null)
        where T : struct =>
        SystemTextJsonMessageSerializer.Instance.DeserializeObject(value, defaultValue);

    public MessageBody SerializeObject(object? value) => SystemTextJsonMessageSerializer.Instance.SerializeObject(value);

    private bool IsSupported(string type) => Array.Exists(
        envelope.MessageTypes, known => string.Equals(known, type, StringComparison.OrdinalIgnoreCase));

    private T? Read<T>(Range part)
        where T : class =>
        envelope[part] is { IsEmpty: false } json ? JsonSerializer.Deserialize<T>(json, options) : null;

    private Uri? Address(Range part) =>
        ReadOfEnvelope<string>(part) is { } address && !string.IsNullOrWhiteSpace(address) ? new Uri(address) : null;

    /// <summary>A part that MassTransit reads at once, and refuses the message for if it cannot be read.</summary>
    private T? ReadOfEnvelope<T>(Range part)
        where T : class
    {
        try
        {
            return Read<T>(part);
        }
        catch (JsonException exception)
        {
            throw new SerializationException(
                $"The envelope of message {MessageId} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Nearly all headers are texts; what others become is for MassTransit to say.</summary>
    private Headers ReadHeaders()
    {
        if (envelope[envelope.Headers].IsEmpty)
            return EmptyHeaders.Instance;

        var json = new Utf8JsonReader(envelope[envelope.Headers], Envelope.Lenient);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return MassTransit.Headers;

        var read = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (TryReadText(ref json) is not { } name || !json.Read() || json.TokenType != JsonTokenType.String
                || TryReadText(ref json) is not { } value)
            {
                return MassTransit.Headers;
            }

            read[name] = value;
        }

        return new ReadOnlyDictionaryHeaders(SystemTextJsonMessageSerializer.Instance, read);
    }

    private static string? TryReadText(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            // Not Unicode; MassTransit says what is wrong with it.
            return null;
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using MassTransit.Transports;

namespace Messaging.PullTransport;

/// <summary>Headers of a message that was received, read when they are first asked for.</summary>
internal sealed class MessageProperties(ReadOnlyMemory<byte> properties) : IHeaderProvider
{
    /// <summary>Milliseconds after which a message is worth nothing any more.</summary>
    public const string ExpiresAfter = "Messaging-Expires-After";

    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(36_500);

    private static readonly byte[] ExpiresAfterName = "Messaging-Expires-After"u8.ToArray();

    private Dictionary<string, object>? values;

    private Dictionary<string, object> Values => values ??= Read();

    /// <summary>How long a message is good for; <c>null</c> if for ever.</summary>
    public TimeSpan? TimeToLive => properties.Span.IndexOf(ExpiresAfterName) >= 0
        && Values.TryGetValue(ExpiresAfter, out var value)
        && value is long or double
            ? TimeSpan.FromMilliseconds(
                Math.Clamp(Convert.ToDouble(value, CultureInfo.InvariantCulture), 0, LongestTime.TotalMilliseconds))
            : null;

    public IEnumerable<KeyValuePair<string, object>> GetAll() => Values;

    public bool TryGetHeader(string key, [NotNullWhen(true)] out object? value) => Values.TryGetValue(key, out value);

    /// <summary>The same headers, and these in place of those that have their names.</summary>
    public ReadOnlyMemory<byte> With(IEnumerable<KeyValuePair<string, object>> added)
    {
        using var writer = new PropertiesWriter();
        foreach (var (name, value) in added)
            writer.Add(name, value);
        // What has gone wrong outlives the time that the message was good for.
        foreach (var (name, value) in Values.Where(header => header.Key != ExpiresAfter))
            writer.Add(name, value);

        return writer.End();
    }

    private Dictionary<string, object> Read()
    {
        var read = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        if (properties.IsEmpty)
            return read;

        using var document = JsonDocument.Parse(properties);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (Value(member.Value) is { } value)
                read[member.Name] = value;
        }

        return read;
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetDouble(),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => element.Clone(),
    };
}

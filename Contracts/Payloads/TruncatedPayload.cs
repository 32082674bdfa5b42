using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>
/// What trackers keep in the place of arguments, a result or other JSON text that is longer than
/// <c>Messaging:Tracking:MaxPayloadBytes</c>. It is JSON itself, so that whoever reads such text need not know:
/// <c>{"$truncated":{"bytes":3145728,"limit":1048576,"start":"…"}}</c>.
/// </summary>
public sealed record TruncatedPayload
{
    private const string Opening = "{\"$truncated\":{";

    /// <summary>No marker is longer: the start has 200 characters, each of which may be escaped with five more.</summary>
    private const int LongestMarker = 1_400;

    /// <summary>Length of the whole text, in bytes of UTF-8.</summary>
    public required long Bytes { get; init; }

    /// <summary>The limit that it was above, in bytes.</summary>
    public required int Limit { get; init; }

    /// <summary>The first 200 characters of the text; as a rule no JSON by themselves.</summary>
    public required string Start { get; init; }

    /// <summary>Finds out whether a text stands for one that was too long.</summary>
    /// <param name="json">Arguments, a result or other JSON text.</param>
    /// <param name="truncated">What is known of the text.</param>
    public static bool TryRead([NotNullWhen(true)] string? json, [NotNullWhen(true)] out TruncatedPayload? truncated)
    {
        truncated = null;
        if (json is not { Length: <= LongestMarker } || !json.StartsWith(Opening, StringComparison.Ordinal))
            return false;

        try
        {
            truncated = JsonSerializer.Deserialize<Marker>(json, TaskJson.Options)?.Truncated;
            return truncated is not null;
        }
        catch (JsonException)
        {
            // A result of somebody's own that happens to begin like this.
            return false;
        }
    }

    /// <summary>The JSON text that stands for the whole one.</summary>
    public string Write() => JsonSerializer.Serialize(new Marker { Truncated = this }, TaskJson.Options);

    private sealed class Marker
    {
        [JsonPropertyName("$truncated")]
        public required TruncatedPayload Truncated { get; init; }
    }
}

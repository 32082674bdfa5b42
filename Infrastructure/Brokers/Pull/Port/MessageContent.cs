using System.Runtime.InteropServices;

namespace Messaging.PullTransport;

/// <summary>What of a message the broker keeps and does not look into.</summary>
/// <param name="Id">The transport's id of the message, another one for each time that it is sent.</param>
/// <param name="Properties">
/// JSON: content type, ids and headers. UTF-8 without control characters, so that it may be kept as text.
/// </param>
/// <param name="Body">The body: JSON mostly, but any bytes, or none at all.</param>
internal sealed record MessageContent(Guid Id, ReadOnlyMemory<byte> Properties, ReadOnlyMemory<byte> Body)
{
    /// <summary>The body as an array, not to be written to: copied only if it is a part of a longer one.</summary>
    public byte[] BodyArray() =>
        MemoryMarshal.TryGetArray(Body, out var part) && part.Count == part.Array?.Length ? part.Array : Body.ToArray();
}

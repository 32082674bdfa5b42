using System.Buffers.Binary;
using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>
/// A message in Redis: 16 bytes of its id, 4 of the length of its properties, the properties, the body. The script of
/// returns knows this, too.
/// </summary>
internal static class RedisMessageFormat
{
    private const int IdLength = 16;
    private const int HeadLength = IdLength + sizeof(uint);

    public static RespCommand Add(this RespCommand command, MessageContent content)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        content.Id.TryWriteBytes(head, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(head[IdLength..], content.Properties.Length);
        return command.Add(head, content.Properties.Span, content.Body.Span);
    }

    /// <summary>Bytes that a message takes, about.</summary>
    public static int Size(MessageContent content) => HeadLength + content.Properties.Length + content.Body.Length;

    public static MessageContent Read(ReadOnlyMemory<byte> bytes)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes.Span[IdLength..]);
        return new MessageContent(
            new Guid(bytes.Span[..IdLength], bigEndian: true),
            bytes.Slice(HeadLength, length),
            bytes[(HeadLength + length)..]);
    }
}

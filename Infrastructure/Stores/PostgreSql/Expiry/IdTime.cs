using System.Buffers.Binary;

namespace Messaging.Stores.PostgreSql;

/// <summary>Times as version 7 UUIDs hold them: milliseconds since 1970 in the first six bytes.</summary>
internal static class IdTime
{
    /// <summary>The least id of a time.</summary>
    public static Guid First(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.ToUnixTimeMilliseconds() << 16);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The time in an id.</summary>
    public static DateTimeOffset Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16);
    }
}

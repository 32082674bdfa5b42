using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Messaging.Contracts;

/// <summary>What follows from a schedule's name and a due time, the same for everyone who works it out.</summary>
internal static class ScheduleRuns
{
    private const int BytesOfTime = 6;

    /// <summary>
    /// The id of a run's task: shaped as a version 7 UUID. Its time is the due time, the rest comes from SHA-256 of name
    /// and due time. A run handed over twice is so one task.
    /// </summary>
    /// <param name="name">The schedule's name.</param>
    /// <param name="due">The due time.</param>
    public static Guid IdOf(string name, DateTimeOffset due)
    {
        var hash = Hash(name, due);
        var id = hash.AsSpan(0, 16);

        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, Math.Max(0, due.ToUnixTimeMilliseconds()) << 16);
        time[..BytesOfTime].CopyTo(id);
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }

    /// <summary>How long after its due time a run is sent: 0 or more, less than <paramref name="most"/>.</summary>
    /// <param name="name">The schedule's name.</param>
    /// <param name="due">The due time.</param>
    /// <param name="most">The jitter.</param>
    public static TimeSpan JitterOf(string name, DateTimeOffset due, TimeSpan most)
    {
        if (most <= TimeSpan.Zero)
            return TimeSpan.Zero;

        // Not of the bytes that the id is made of.
        var chance = (BinaryPrimitives.ReadUInt64BigEndian(Hash(name, due).AsSpan(16)) >> 11) / (double)(1L << 53);
        var microseconds = (long)(most.Ticks * chance) / TimeSpan.TicksPerMicrosecond;
        return TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
    }

    private static byte[] Hash(string name, DateTimeOffset due)
    {
        var text = Encoding.UTF8.GetBytes(name);
        var content = new byte[sizeof(long) + text.Length];
        BinaryPrimitives.WriteInt64BigEndian(content, due.UtcTicks);
        text.CopyTo(content, sizeof(long));
        return SHA256.HashData(content);
    }
}

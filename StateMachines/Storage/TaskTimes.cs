using System.Buffers.Binary;

namespace Messaging.StateMachines;

/// <summary>
/// Version 7 UUIDs begin with their time, in milliseconds since 1970 and with the highest byte first. So a range of time
/// is a range of ids.
/// </summary>
internal static class TaskTimes
{
    private const int TimeBytes = 6;

    /// <summary>
    /// The least id that a task of a time, or later, can have. Tasks of earlier milliseconds have smaller ones.
    /// </summary>
    /// <param name="time">The time. Before 1970 it counts as 1970.</param>
    public static Guid FirstId(DateTimeOffset time)
    {
        var milliseconds = Math.Max(0, time.ToUnixTimeMilliseconds());
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, milliseconds << (8 * (sizeof(long) - TimeBytes)));
        return new Guid(bytes, bigEndian: true);
    }
}

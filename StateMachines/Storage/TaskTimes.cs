using System.Buffers.Binary;

namespace Messaging.StateMachines;

/// <summary>
/// Version 7 UUIDs begin with their time, in milliseconds since 1970 and with the highest byte first. So a range of time
/// is a range of ids.
/// </summary>
internal static class TaskTimes
{
    /// <summary>Of the first eight bytes the time takes six.</summary>
    private const int BitsAfterTime = 16;

    /// <summary>
    /// The least id that a task of a time, or later, can have. Tasks of earlier milliseconds have smaller ones.
    /// </summary>
    /// <param name="time">The time. Before 1970 it counts as 1970.</param>
    public static Guid FirstId(DateTimeOffset time) => FirstId(time.ToUnixTimeMilliseconds());

    /// <summary>The least id of a time that is so much before an id's.</summary>
    /// <param name="taskId">An id of any version.</param>
    /// <param name="span">How much.</param>
    public static Guid FirstId(Guid taskId, TimeSpan span) =>
        FirstId(Milliseconds(taskId) - (long)span.TotalMilliseconds);

    /// <summary>The time in an id.</summary>
    /// <param name="taskId">A version 7 UUID.</param>
    public static DateTimeOffset Of(Guid taskId) => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds(taskId));

    private static long Milliseconds(Guid taskId)
    {
        Span<byte> bytes = stackalloc byte[16];
        taskId.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes) >>> BitsAfterTime;
    }

    private static Guid FirstId(long milliseconds)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, milliseconds) << BitsAfterTime);
        return new Guid(bytes, bigEndian: true);
    }
}

using System.Buffers.Binary;

namespace Messaging.Contracts;

/// <summary>The time that a task's id holds.</summary>
internal static class TaskIdTime
{
    private const int Version = 7;

    /// <summary>Of the first eight bytes the time takes six.</summary>
    private const int BitsAfterTime = 16;

    /// <summary>When an id was made, in milliseconds since 1970; <c>null</c> for one that does not say.</summary>
    /// <param name="taskId">An id of any version.</param>
    public static long? Milliseconds(Guid taskId)
    {
        if (taskId.Version != Version)
            return null;

        Span<byte> bytes = stackalloc byte[16];
        taskId.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes) >>> BitsAfterTime;
    }
}

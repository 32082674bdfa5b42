namespace Messaging.Redis;

/// <summary>What the id of a message says, see <c>Scripts/common.lua</c>.</summary>
internal static class RedisMessageId
{
    private const long PerPriority = 900_000_000_000_000;
    private const long TicksPerUnit = TimeSpan.TicksPerMicrosecond * 10;
    private const byte Highest = 9;

    public static byte Priority(long id) => (byte)(Highest - (id / PerPriority));

    /// <summary>How old the message is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="now">The server's time, in the units of ids.</param>
    public static TimeSpan Age(long id, long now) => new(Math.Max(0, now - (id % PerPriority)) * TicksPerUnit);
}

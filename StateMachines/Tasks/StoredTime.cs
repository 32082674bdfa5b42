namespace Messaging.StateMachines;

/// <summary>
/// Times are cut to microseconds, which is what PostgreSQL keeps: a stored time and the same time in a repeated event
/// must be equal.
/// </summary>
internal static class StoredTime
{
    public static DateTimeOffset? Of(DateTimeOffset? time) => time is { } value ? Of(value) : null;

    public static DateTimeOffset Of(DateTimeOffset time)
    {
        var utc = time.UtcTicks;
        return new DateTimeOffset(utc - (utc % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}

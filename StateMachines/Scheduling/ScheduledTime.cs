using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>The time of a scheduled message, to the microsecond that a database keeps: never earlier than asked
/// for.</summary>
internal static class ScheduledTime
{
    /// <summary>The time that a message asks for; one of no kind is UTC, as MassTransit takes it.</summary>
    public static DateTimeOffset Of(DateTime time)
    {
        var utc = time.Kind == DateTimeKind.Local
            ? time.ToUniversalTime()
            : DateTime.SpecifyKind(time, DateTimeKind.Utc);
        if (utc >= EtaLimit.Latest.UtcDateTime)
            return EtaLimit.Latest;

        const long unit = TimeSpan.TicksPerMicrosecond;
        return new DateTimeOffset((utc.Ticks + unit - 1) / unit * unit, TimeSpan.Zero);
    }
}

using System.Runtime.CompilerServices;

namespace Messaging.Contracts;

/// <summary>
/// The times of a cron trigger by the clocks of its zone, which are changed twice a year. As Vixie's cron does it:
/// <list type="number">
/// <item>An expression that does not match every hour names times of the day, and each has one run. A time that the
/// clocks skip runs when they have skipped it (several skipped ones together are one run); a time that they show twice
/// runs the first time.</item>
/// <item>An expression that matches every hour goes by what the clocks show: what they skip has no run, and what they
/// show twice has two, so that <c>*/15 * * * *</c> runs every quarter of an hour that passes.</item>
/// </list>
/// </summary>
internal sealed class CronSchedule
{
    private static readonly ConditionalWeakTable<CronTrigger, CronSchedule> Parsed = [];

    /// <summary>More than any two clocks differ.</summary>
    private static readonly long Lead = TimeSpan.FromDays(2).Ticks;

    private readonly CronTimes _times;
    private readonly ZoneClock _clock;

    private CronSchedule(CronTimes times, ZoneClock clock) => (_times, _clock) = (times, clock);

    /// <summary>Parsed once for each trigger, and kept as long as that.</summary>
    /// <exception cref="ArgumentException">The trigger has faults, which the message names.</exception>
    public static CronSchedule Of(CronTrigger trigger) =>
        Parsed.TryGetValue(trigger, out var parsed) ? parsed : Parsed.GetValue(trigger, Parse);

    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var next = _times.IsEveryHour ? NextShown(after.UtcTicks) : NextOfDay(after.UtcTicks);
        return next <= DateTime.MaxValue.Ticks ? new DateTimeOffset(next.Value, TimeSpan.Zero) : null;
    }

    private static CronSchedule Parse(CronTrigger trigger)
    {
        if (CronExpression.Parse(trigger.Expression, out _) is { } times && TimeZones.Find(trigger.TimeZone) is { } zone)
            return new CronSchedule(times, ZoneClock.Of(zone));

        throw new ArgumentException(string.Join(" ", TriggerRules.Faults(trigger)), nameof(trigger));
    }

    /// <summary>The first match after the latest time that the clocks have shown until now.</summary>
    private long? NextOfDay(long utc)
    {
        var period = _clock.At(utc);
        var shown = Math.Max(utc + period.Offset, period.Start + period.OffsetBefore - 1);
        if (_times.AtOrAfter(shown + 1) is not { } match)
            return null;

        // No clock shows the match before this, so nothing is lost by going there at once.
        period = _clock.At(Math.Max(utc, match - Lead));
        while (match >= period.End + period.Offset)
        {
            if (period.End > DateTime.MaxValue.Ticks)
                return null;
            period = _clock.At(period.End);
        }

        return Math.Max(match - period.Offset, period.Start);
    }

    /// <summary>The first time after another at which the clocks show a match.</summary>
    private long? NextShown(long utc)
    {
        for (var time = utc + 1; time <= DateTime.MaxValue.Ticks;)
        {
            var period = _clock.At(time);
            if (_times.AtOrAfter(time + period.Offset) is not { } match)
                return null;
            if (match < period.End + period.Offset)
                return match - period.Offset;
            time = period.End;
        }

        return null;
    }
}

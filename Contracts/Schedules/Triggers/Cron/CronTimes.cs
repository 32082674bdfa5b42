using System.Numerics;

namespace Messaging.Contracts;

/// <summary>
/// The times that a cron expression matches, by a clock that is never changed. Each field is a set of bits, and the
/// expression matches some day (<see cref="CronExpression"/> sees to that), so a search ends.
/// </summary>
internal sealed class CronTimes
{
    private const int DaysOfWeek = 7;
    private const ulong EveryHour = (1UL << 24) - 1;

    private readonly ulong _seconds;
    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _days;
    private readonly ulong _months;

    /// <summary>The days of a month that match the day of week, by the day of week of its first.</summary>
    private readonly ulong[] _weekdays = new ulong[DaysOfWeek];

    public CronTimes(ulong seconds, ulong minutes, ulong hours, ulong days, ulong months, ulong weekdays)
    {
        (_seconds, _minutes, _hours, _days, _months) = (seconds, minutes, hours, days, months);
        for (var first = 0; first < DaysOfWeek; first++)
        {
            for (var day = 1; day <= 31; day++)
            {
                if ((weekdays >> ((first + day - 1) % DaysOfWeek) & 1) != 0)
                    _weekdays[first] |= 1UL << day;
            }
        }
    }

    /// <summary>Whether all hours match.</summary>
    public bool IsEveryHour => _hours == EveryHour;

    /// <summary>The first match at a time or after it; null if it would be beyond the year 9999.</summary>
    /// <param name="ticks">By the clock; may be before the first day of the calendar or after its last.</param>
    public long? AtOrAfter(long ticks)
    {
        var second = (Math.Max(ticks, 0) + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
        var start = second * TimeSpan.TicksPerSecond;
        if (start > DateTime.MaxValue.Ticks)
            return null;

        var time = new DateTime(start);
        var (year, month, day) = time;
        if ((_months >> month & DaysOf(year, month) >> day & 1) != 0
            && TimeOfDayAtOrAfter(time.Hour, time.Minute, time.Second) is { } later)
        {
            return time.Date.Ticks + later;
        }

        return DayAfter(year, month, day) is { } date
            ? date.Ticks + TimeOfDay(First(_hours), First(_minutes), First(_seconds))
            : null;
    }

    private DateTime? DayAfter(int year, int month, int day)
    {
        for (; year <= DateTime.MaxValue.Year; year++)
        {
            for (; month <= 12; month++)
            {
                if ((_months >> month & 1) != 0 && Next(DaysOf(year, month), day + 1) is var next and >= 0)
                    return new DateTime(year, month, next);
                day = 0;
            }

            month = 1;
        }

        return null;
    }

    private ulong DaysOf(int year, int month)
    {
        var all = (2UL << DateTime.DaysInMonth(year, month)) - 1;
        return _days & all & _weekdays[(int)new DateTime(year, month, 1).DayOfWeek];
    }

    private long? TimeOfDayAtOrAfter(int hour, int minute, int second)
    {
        if ((_hours >> hour & 1) != 0)
        {
            if ((_minutes >> minute & 1) != 0 && Next(_seconds, second) is var nextSecond and >= 0)
                return TimeOfDay(hour, minute, nextSecond);
            if (Next(_minutes, minute + 1) is var nextMinute and >= 0)
                return TimeOfDay(hour, nextMinute, First(_seconds));
        }

        return Next(_hours, hour + 1) is var nextHour and >= 0
            ? TimeOfDay(nextHour, First(_minutes), First(_seconds))
            : null;
    }

    private static long TimeOfDay(int hour, int minute, int second) =>
        (((hour * 60L) + minute) * 60 + second) * TimeSpan.TicksPerSecond;

    private static int First(ulong values) => BitOperations.TrailingZeroCount(values);

    /// <summary>The first value from another on, which is at most 60; -1 if there is none.</summary>
    private static int Next(ulong values, int from)
    {
        var rest = values >> from << from;
        return rest == 0 ? -1 : First(rest);
    }
}

using System.Collections.Concurrent;

namespace Messaging.Contracts;

/// <summary>
/// The clocks of a time zone as periods of one offset. .NET tells the offset at a time but not when it changes; so the
/// changes of a year are searched for when they are first needed, and kept.
/// </summary>
internal sealed class ZoneClock
{
    /// <summary>Less than the time between any two changes of the clocks.</summary>
    private static readonly long Step = TimeSpan.FromHours(6).Ticks;

    /// <summary>A year is known with its ends, so that a change on New Year's Eve is seen from the day after it.</summary>
    private static readonly long Overlap = TimeSpan.FromDays(2).Ticks;

    private static readonly ConcurrentDictionary<string, ZoneClock> Clocks = new(StringComparer.Ordinal);

    private readonly TimeZoneInfo _zone;
    private readonly ConcurrentDictionary<int, ZonePeriod[]> _years = new();
    private readonly ZonePeriod? _only;

    private ZoneClock(TimeZoneInfo zone)
    {
        _zone = zone;
        if (zone.Id == TimeZoneInfo.Utc.Id)
            _only = new ZonePeriod(0, DateTime.MaxValue.Ticks + 1, 0, 0);
    }

    /// <summary>One for all who ask for the same zone; there are no more than zones.</summary>
    public static ZoneClock Of(TimeZoneInfo zone) => Clocks.GetOrAdd(zone.Id, static (_, zone) => new(zone), zone);

    /// <summary>
    /// The period of a time. Periods may also begin and end about New Year, with the same offset on both sides.
    /// </summary>
    /// <param name="utc">Ticks, UTC.</param>
    public ZonePeriod At(long utc)
    {
        if (_only is { } only)
            return only;

        var periods = _years.GetOrAdd(new DateTime(utc).Year, static (year, clock) => clock.PeriodsOf(year), this);
        return Array.Find(periods, period => utc < period.End);
    }

    private ZonePeriod[] PeriodsOf(int year)
    {
        var start = Math.Max(new DateTime(year, 1, 1).Ticks - Overlap, 0);
        var end = Math.Min(new DateTime(year, 12, 31).Ticks + Overlap, DateTime.MaxValue.Ticks);

        var periods = new List<ZonePeriod>();
        var offsetBefore = OffsetAt(start);
        for (var time = start; time < end;)
        {
            var next = Math.Min(time + Step, end);
            if (OffsetAt(next) != OffsetAt(time))
            {
                var change = ChangeBetween(time, next);
                periods.Add(new ZonePeriod(start, change, OffsetAt(time), offsetBefore));
                (start, offsetBefore) = (change, OffsetAt(time));
            }

            time = next;
        }

        periods.Add(new ZonePeriod(start, end + 1, OffsetAt(end), offsetBefore));
        return [.. periods];
    }

    /// <summary>The first tick that has the offset of <paramref name="high"/>.</summary>
    private long ChangeBetween(long low, long high)
    {
        var offset = OffsetAt(high);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (OffsetAt(middle) == offset)
                high = middle;
            else
                low = middle;
        }

        return high;
    }

    private long OffsetAt(long utc) => _zone.GetUtcOffset(new DateTime(utc, DateTimeKind.Utc)).Ticks;
}

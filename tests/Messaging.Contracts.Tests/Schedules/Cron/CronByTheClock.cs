namespace Messaging.Contracts.Tests;

/// <summary>
/// The rules of cron followed by somebody who does nothing but look at a clock, tick by tick. What matches every hour
/// runs whenever the clock shows a match. Anything else is a list of times of the day: each is struck out when the clock
/// comes to it or has passed it, and that is a run.
/// </summary>
internal static class CronByTheClock
{
    /// <summary>Longer than any clock is set back.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromDays(2);

    public static IEnumerable<DateTimeOffset> Runs(CronSample sample, DateTimeOffset until, TimeSpan tick)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(sample.Zone);
        var start = (sample.After - Before).UtcTicks / tick.Ticks * tick.Ticks;
        var struckOut = DateTime.MinValue;
        for (var time = new DateTime(start, DateTimeKind.Utc); time <= until.UtcDateTime; time += tick)
        {
            var shown = DateTime.SpecifyKind(time + zone.GetUtcOffset(time), DateTimeKind.Unspecified);
            if (struckOut == DateTime.MinValue)
                struckOut = shown - tick;

            var due = sample.IsEveryHour ? sample.Matches(shown) : HasMatch(sample, struckOut + tick, shown, tick);
            if (shown > struckOut)
                struckOut = shown;
            if (due && time > sample.After.UtcDateTime)
                yield return new DateTimeOffset(time);
        }
    }

    private static bool HasMatch(CronSample sample, DateTime first, DateTime last, TimeSpan tick)
    {
        for (var shown = first; shown <= last; shown += tick)
        {
            if (sample.Matches(shown))
                return true;
        }

        return false;
    }
}

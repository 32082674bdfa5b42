using System.Collections.Frozen;
using FsCheck;
using FsCheck.Fluent;

namespace Messaging.Contracts.Tests;

/// <summary>An expression made at random, what it means, a zone and a time to begin with.</summary>
internal sealed record CronSample(IReadOnlyList<CronSampleField> Fields, string Zone, DateTimeOffset After)
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Cairo",
        "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca", "America/St_Johns",
    ];

    private static readonly string[] Months =
        ["", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Many samples with every hour or nearly so, most with every day, most near a change of clocks.</summary>
    public static Gen<CronSample> Any =>
        from second in Field(0, 59, any: 0)
        from minute in Field(0, 59, any: 20)
        from hour in Gen.OneOf(Field(0, 23, any: 50), AllHoursButOne)
        from day in Field(1, 31, any: 80)
        from month in Field(1, 12, any: 85, Months)
        from weekday in Field(0, 6, any: 75, Days)
        from zone in Gen.Elements(Zones)
        from after in Start(zone)
        from seconds in Gen.Choose(0, 9)
        let fields = new[] { seconds == 0 ? second : CronSampleField.OnTheMinute, minute, hour, day, month, weekday }
        where fields[3].Values.Min() <= 28
        select new CronSample(fields, zone, after);

    /// <summary>These are no longer about the passing of time but name times of the day, also such as are skipped.</summary>
    private static Gen<CronSampleField> AllHoursButOne =>
        from hour in Gen.Choose(0, 23)
        select new CronSampleField(
            $"{(hour + 1) % 24}-{(hour + 23) % 24}",
            Enumerable.Range(0, 24).Where(other => other != hour).ToFrozenSet());

    public Trigger Trigger => Contracts.Trigger.Cron(
        string.Join(' ', (HasSeconds ? Fields : Fields.Skip(1)).Select(one => one.Text)), Zone);

    public bool HasSeconds => Fields[0] != CronSampleField.OnTheMinute;

    public bool IsEveryHour => Fields[2].Values.Count == 24;

    /// <summary>Whether all fields have the value that a clock shows.</summary>
    public bool Matches(DateTime shown) =>
        Fields[0].Values.Contains(shown.Second)
        && Fields[1].Values.Contains(shown.Minute)
        && Fields[2].Values.Contains(shown.Hour)
        && Fields[3].Values.Contains(shown.Day)
        && Fields[4].Values.Contains(shown.Month)
        && Fields[5].Values.Contains((int)shown.DayOfWeek);

    public override string ToString() => $"'{Trigger}' after {After:O}";

    private static Gen<CronSampleField> Field(int least, int most, int any, string[]? names = null) =>
        from chance in Gen.Choose(0, 99)
        from parts in Gen.ListOf(CronSampleField.Part(least, most, names ?? []), 2)
        from one in Gen.Elements(false, true)
        select chance < any
            ? CronSampleField.All(least, most)
            : CronSampleField.Of(one ? parts.Take(1) : parts);

    private static Gen<DateTimeOffset> Start(string zone) =>
        from year in Gen.Choose(2005, 2030)
        from minute in Gen.Choose(0, 365 * 24 * 60)
        from ticks in Gen.Elements(0L, 1L, TimeSpan.TicksPerMinute - 1)
        from nearness in Gen.Choose(0, 2)
        let somewhen = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute)
        select nearness switch
        {
            0 => somewhen,
            1 => NextChange(zone, somewhen).AddMinutes(-minute % 2_880),
            _ => NextChange(zone, somewhen).AddMinutes((minute % 180) - 90),
        } + TimeSpan.FromTicks(ticks);

    /// <summary>When the clocks are next changed; the time itself if they are not within a year.</summary>
    private static DateTimeOffset NextChange(string zone, DateTimeOffset time)
    {
        var clock = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var day = FirstChange(clock, time, TimeSpan.FromDays(1), 366) ?? time;
        return FirstChange(clock, day, TimeSpan.FromMinutes(1), 24 * 60)?.AddMinutes(1) ?? time;
    }

    /// <summary>The last of equal steps before the first change.</summary>
    private static DateTimeOffset? FirstChange(TimeZoneInfo clock, DateTimeOffset time, TimeSpan step, int count)
    {
        for (var taken = 0; taken < count; taken++, time += step)
        {
            if (clock.GetUtcOffset(time) != clock.GetUtcOffset(time + step))
                return time;
        }

        return null;
    }
}

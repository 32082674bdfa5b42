using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>
/// When a periodic task is due. Made by <see cref="Cron"/>, <see cref="Every(TimeSpan)"/>, <see cref="Once"/> or
/// <see cref="Solar"/>; checked where a schedule is made of it, which names every mistake at once.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CronTrigger), "cron")]
[JsonDerivedType(typeof(IntervalTrigger), "interval")]
[JsonDerivedType(typeof(OnceTrigger), "once")]
[JsonDerivedType(typeof(SolarTrigger), "solar")]
public abstract record Trigger
{
    private protected Trigger()
    {
    }

    /// <summary>Due at the times that match a cron expression, such as <c>0 3 * * mon-fri</c>.</summary>
    /// <param name="expression">
    /// Minute, hour, day of month, month, day of week; or six fields, with seconds first; or <c>@hourly</c>,
    /// <c>@daily</c>, <c>@midnight</c>, <c>@weekly</c>, <c>@monthly</c>, <c>@yearly</c>, <c>@annually</c>.
    /// </param>
    /// <param name="timeZone">IANA name of the time zone, such as <c>Europe/Paris</c>. Default: UTC.</param>
    public static CronTrigger Cron(string expression, string? timeZone = null) =>
        new() { Expression = expression, TimeZone = timeZone };

    /// <summary>Due again and again; for the first time one interval after the schedule was created.</summary>
    /// <param name="interval">Time between two runs: a millisecond to ten years.</param>
    public static IntervalTrigger Every(TimeSpan interval) => new() { Every = interval };

    /// <summary>Due again and again; for the first time at <paramref name="from"/>.</summary>
    /// <param name="interval">Time between two runs: a millisecond to ten years.</param>
    /// <param name="from">The first run, and what the others are counted from. May be in the past.</param>
    public static IntervalTrigger Every(TimeSpan interval, DateTimeOffset from) =>
        new() { Every = interval, From = from };

    /// <summary>Due once.</summary>
    public static OnceTrigger Once(DateTimeOffset at) => new() { At = at };

    /// <summary>Due daily at an event of the sun in a place.</summary>
    /// <param name="solarEvent">The event.</param>
    /// <param name="latitude">Degrees north of the equator, -90 to 90.</param>
    /// <param name="longitude">Degrees east of Greenwich, -180 to 180.</param>
    public static SolarTrigger Solar(SolarEvent solarEvent, double latitude, double longitude) =>
        new() { Event = solarEvent, Latitude = latitude, Longitude = longitude };
}

using FsCheck;
using FsCheck.Fluent;

namespace Messaging.Contracts.Tests;

/// <summary>Events compared with what the formulas of the Astronomical Almanac say of the sun's height.</summary>
public sealed class SolarPropertyTests
{
    /// <summary>Degrees; both sides are exact to 0.01 each.</summary>
    private const double Tolerance = 0.03;

    /// <summary>Degrees; the sun moves as much in eight seconds.</summary>
    private const double NoonTolerance = 0.035;

    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(5);

    private static Gen<(SolarTrigger Trigger, DateTimeOffset After)> Any =>
        from solarEvent in Gen.Elements(Enum.GetValues<SolarEvent>())
        from north in Gen.Choose(-6_500, 6_500)
        from east in Gen.Choose(-18_000, 18_000)
        from minute in Gen.Choose(0, 99 * 365 * 24 * 60)
        select (
            Trigger.Solar(solarEvent, north / 100.0, east / 100.0),
            new DateTimeOffset(1951, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute));

    [Test]
    public void At_an_event_the_sun_is_where_the_almanac_has_it_and_it_was_not_there_before() =>
        Always.Holds(Any, 500, sample =>
        {
            var (trigger, after) = sample;
            var time = TriggerTimes.Next(trigger, after, after)!.Value;

            if (trigger.Event == SolarEvent.SolarNoon)
                CheckNoon(trigger, time, after);
            else
                CheckCrossing(trigger, time, after);
        });

    private static void CheckNoon(SolarTrigger trigger, DateTimeOffset time, DateTimeOffset after)
    {
        Assert.That(AlmanacSun.HourAngle(time, trigger.Longitude), Is.Zero.Within(NoonTolerance));
        Assert.That(time, Is.LessThan(after.AddHours(24.02)));
    }

    private static void CheckCrossing(SolarTrigger trigger, DateTimeOffset time, DateTimeOffset after)
    {
        // Seen from above for what sets, so that every event is a way up.
        var sign = trigger.Event < SolarEvent.SolarNoon ? 1 : -1;
        var height = sign * HeightOf(trigger.Event);

        Assert.That(Height(time), Is.EqualTo(height).Within(Tolerance), $"{trigger} {time:O}");
        Assert.That(Height(time + Moment), Is.GreaterThan(Height(time - Moment)));

        var below = false;
        for (var before = after; before < time - Moment; before += Moment)
        {
            Assert.That(below && Height(before) > height + Tolerance, Is.False, $"{trigger} {before:O} before {time:O}");
            below |= Height(before) < height - Tolerance;
        }

        double Height(DateTimeOffset when) => sign * AlmanacSun.Altitude(when, trigger.Latitude, trigger.Longitude);
    }

    private static double HeightOf(SolarEvent solarEvent) => solarEvent switch
    {
        SolarEvent.DawnCivil or SolarEvent.DuskCivil => -6,
        SolarEvent.DawnNautical or SolarEvent.DuskNautical => -12,
        SolarEvent.DawnAstronomical or SolarEvent.DuskAstronomical => -18,
        _ => -5.0 / 6,
    };
}

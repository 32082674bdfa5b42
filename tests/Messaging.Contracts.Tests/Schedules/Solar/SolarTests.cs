namespace Messaging.Contracts.Tests;

public sealed class SolarTests
{
    private const double TromsoNorth = 69.65;
    private const double TromsoEast = 18.96;

    /// <summary>As published for London by timeanddate.com, in minutes.</summary>
    [TestCase(SolarEvent.DawnNautical, "2015-12-01T06:22Z")]
    [TestCase(SolarEvent.DawnCivil, "2015-12-01T07:04Z")]
    [TestCase(SolarEvent.Sunrise, "2015-12-01T07:43Z")]
    [TestCase(SolarEvent.SolarNoon, "2015-12-01T11:49Z")]
    [TestCase(SolarEvent.Sunset, "2015-12-01T15:55Z")]
    [TestCase(SolarEvent.DuskCivil, "2015-12-01T16:34Z")]
    [TestCase(SolarEvent.DuskNautical, "2015-12-01T17:16Z")]
    [TestCase(SolarEvent.DawnNautical, "2015-12-12T06:34Z")]
    [TestCase(SolarEvent.Sunrise, "2015-12-12T07:57Z")]
    [TestCase(SolarEvent.SolarNoon, "2015-12-12T11:54Z")]
    [TestCase(SolarEvent.Sunset, "2015-12-12T15:51Z")]
    [TestCase(SolarEvent.DawnCivil, "2015-12-25T07:25Z")]
    [TestCase(SolarEvent.Sunrise, "2015-12-25T08:05Z")]
    [TestCase(SolarEvent.SolarNoon, "2015-12-25T12:00Z")]
    [TestCase(SolarEvent.Sunset, "2015-12-25T15:56Z")]
    [TestCase(SolarEvent.DuskNautical, "2015-12-25T17:19Z")]
    public void Events_of_London_are_as_published(SolarEvent solarEvent, string published) =>
        Check(Trigger.Solar(solarEvent, 51.5074, -0.1278), published, seconds: 60);

    /// <summary>As published by the U.S. Naval Observatory, in minutes.</summary>
    [TestCase(SolarEvent.DawnCivil, "2009-09-06T06:50-04:00")]
    [TestCase(SolarEvent.Sunrise, "2009-09-06T07:15-04:00")]
    [TestCase(SolarEvent.SolarNoon, "2009-09-06T13:36-04:00")]
    [TestCase(SolarEvent.Sunset, "2009-09-06T19:56-04:00")]
    [TestCase(SolarEvent.DuskCivil, "2009-09-06T20:21-04:00")]
    public void Events_of_Atlanta_are_as_published(SolarEvent solarEvent, string published) =>
        Check(Trigger.Solar(solarEvent, 33.8, -84.4), published, seconds: 60);

    /// <summary>
    /// The example of NREL's Solar Position Algorithm (Reda and Andreas), which is exact to a second. Its sunset is the one
    /// of 17 October in UTC, which in Golden is the evening of the 16th.
    /// </summary>
    [TestCase(SolarEvent.Sunrise, "2003-10-17T06:12:43-07:00")]
    [TestCase(SolarEvent.SolarNoon, "2003-10-17T11:46:04-07:00")]
    [TestCase(SolarEvent.Sunset, "2003-10-16T17:20:19-07:00")]
    public void Events_of_Golden_are_as_published(SolarEvent solarEvent, string published) =>
        Check(Trigger.Solar(solarEvent, 39.742476, -105.1786), published, seconds: 10);

    [TestCase(SolarEvent.Sunset, "2026-05-25", "2026-07-24", "2026-07-29")]
    [TestCase(SolarEvent.Sunrise, "2026-12-01", "2027-01-13", "2027-01-17")]
    [TestCase(SolarEvent.DuskAstronomical, "2026-05-01", "2026-09-14", "2026-09-20")]
    public void Days_without_the_event_are_left_out(SolarEvent solarEvent, string after, string from, string to) =>
        Assert.That(
            Next(Trigger.Solar(solarEvent, TromsoNorth, TromsoEast), after),
            Is.InRange(Times.At(from), Times.At(to)));

    [Test]
    public void Noon_is_in_the_polar_night_too() =>
        Assert.That(
            Times.Between(
                Trigger.Solar(SolarEvent.SolarNoon, TromsoNorth, TromsoEast),
                Times.At("2026-12-01T00:00Z"),
                Times.At("2026-12-31T00:00Z")).Count(),
            Is.EqualTo(30));

    [TestCase(90, SolarEvent.Sunrise, "2026-01-01", "2026-03-17", "2026-03-20")]
    [TestCase(90, SolarEvent.Sunset, "2026-01-01", "2026-09-23", "2026-09-27")]
    [TestCase(-90, SolarEvent.Sunrise, "2026-01-01", "2026-09-20", "2026-09-23")]
    [TestCase(-90, SolarEvent.DuskAstronomical, "2026-01-01", "2026-05-09", "2026-05-14")]
    [TestCase(90, SolarEvent.Sunrise, "2026-03-20", "2027-03-17", "2027-03-20")]
    public void At_a_pole_there_is_one_day_in_a_year(
        double latitude, SolarEvent solarEvent, string after, string from, string to) =>
        Assert.That(
            Next(Trigger.Solar(solarEvent, latitude, 0), after), Is.InRange(Times.At(from), Times.At(to)));

    [Test]
    public void Everywhere_each_event_comes_back_within_a_year([Range(-90, 90, 15)] double latitude)
    {
        foreach (var solarEvent in Enum.GetValues<SolarEvent>())
        {
            var first = Next(Trigger.Solar(solarEvent, latitude, 180), "2026-06-21T00:00Z");

            Assert.That(first, Is.LessThan(Times.At("2027-06-21T00:00Z")), $"{solarEvent}");
        }
    }

    [Test]
    public void An_event_found_is_not_found_again_and_none_is_missed([Values(-180, -77.5, 0, 179.9)] double longitude)
    {
        var trigger = Trigger.Solar(SolarEvent.Sunset, 40, longitude);
        var times = Times.Between(trigger, Times.At("2026-01-01T00:00Z"), Times.At("2028-01-01T00:00Z")).ToList();

        Assert.That(times, Has.Count.EqualTo(730));
        Assert.That(
            times.Zip(times.Skip(1), (time, next) => (next - time).TotalMinutes), Is.All.InRange(1_437.0, 1_443.0));
        Assert.That(times.Select(time => time.Ticks % TimeSpan.TicksPerSecond), Is.All.Zero);
    }

    [Test]
    public void The_calendar_has_a_first_and_a_last_day()
    {
        var trigger = Trigger.Solar(SolarEvent.Sunrise, 40, -100);

        Assert.That(
            TriggerTimes.Next(trigger, DateTimeOffset.MinValue, DateTimeOffset.MinValue),
            Is.LessThan(DateTimeOffset.MinValue.AddDays(2)));
        Assert.That(
            TriggerTimes.Next(trigger, DateTimeOffset.MaxValue.AddHours(-1), DateTimeOffset.MinValue), Is.Null);
    }

    private static void Check(SolarTrigger trigger, string published, int seconds) =>
        Assert.That(
            TriggerTimes.Next(trigger, Times.At(published).AddHours(-1), default),
            Is.EqualTo(Times.At(published)).Within(TimeSpan.FromSeconds(seconds)));

    private static DateTimeOffset Next(Trigger trigger, string after) =>
        TriggerTimes.Next(trigger, Times.At(after), default)!.Value;
}

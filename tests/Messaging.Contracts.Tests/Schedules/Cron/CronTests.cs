namespace Messaging.Contracts.Tests;

public sealed class CronTests
{
    [TestCase("5,42 12,17 * * *", "2010-09-11T14:30:15Z", "2010-09-11T17:05:00Z 2010-09-11T17:42:00Z")]
    [TestCase("30 14 * * sat", "2010-09-11T14:30:15Z", "2010-09-18T14:30:00Z 2010-09-25T14:30:00Z")]
    [TestCase("30 14 18 * mon", "2010-01-18T14:30:15Z", "2010-10-18T14:30:00Z 2011-04-18T14:30:00Z")]
    [TestCase("5,42 * * * mon-fri", "2010-09-11T14:30:15Z", "2010-09-13T00:05:00Z")]
    [TestCase("5,42 * 29 * sat", "2010-01-29T00:05:15Z", "2010-05-29T00:05:00Z")]
    [TestCase("30 14 29 * *", "2010-01-29T14:30:15Z", "2010-03-29T14:30:00Z")]
    [TestCase("30 14 29 1-10 fri", "2010-01-29T14:30:15Z", "2010-10-29T14:30:00Z")]
    [TestCase("5,42 * 29 2-10 fri,sat", "2010-01-28T14:30:15Z", "2010-05-29T00:05:00Z")]
    [TestCase("30 14 29 2 *", "2012-02-29T14:30:00Z", "2016-02-29T14:30:00Z 2020-02-29T14:30:00Z")]
    [TestCase("0 0 29 2 mon", "2072-02-29T00:00:00Z", "2112-02-29T00:00:00Z")]
    [TestCase("0 0 29 2 wed", "2088-01-01T00:00:00Z", "2096-02-29T00:00:00Z 2108-02-29T00:00:00Z")]
    [TestCase("0 0 31 * *", "2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z 2026-05-31T00:00:00Z")]
    [TestCase("59 23 31 12 *", "2026-12-31T23:58:59.9999999Z", "2026-12-31T23:59:00Z 2027-12-31T23:59:00Z")]
    [TestCase("* * * * *", "2026-01-01T00:00:59.5Z", "2026-01-01T00:01:00Z 2026-01-01T00:02:00Z")]
    [TestCase("* * * * *", "2026-01-01T00:01:00+05:30", "2025-12-31T18:32:00Z")]
    [TestCase("* * * * * *", "2026-01-01T00:00:59.5Z", "2026-01-01T00:01:00Z 2026-01-01T00:01:01Z")]
    [TestCase("10-20/5 0 3 * * *", "2026-01-01T03:00:15Z", "2026-01-01T03:00:20Z 2026-01-02T03:00:10Z")]
    public void The_next_time_is_the_first_that_matches_all_fields(string expression, string after, string times)
    {
        var count = times.Split(' ').Length;

        Assert.That(Times.Next(Trigger.Cron(expression), after, count), Is.EqualTo(times));
    }

    [TestCase("55-5", "0,1,2,3,4,5,55,56,57,58,59")]
    [TestCase("55-5/3", "1,4,55,58")]
    [TestCase("*/15", "0,15,30,45")]
    [TestCase("5/10", "5,15,25,35,45,55")]
    [TestCase("10-30/10,7,7,08", "7,8,10,20,30")]
    [TestCase("2-4/3,*/20,0-21/7", "0,2,7,14,20,21,40")]
    [TestCase("*/60", "0")]
    [TestCase("59-59", "59")]
    public void Minutes_may_be_lists_ranges_and_steps(string field, string minutes) =>
        Assert.That(
            Times.Between(Trigger.Cron($"{field} 0 1 1 *"), Times.At("2025-12-31"), Times.At("2026-01-02"))
                .Select(time => time.Minute),
            Is.EqualTo(minutes.Split(',').Select(int.Parse)));

    [TestCase("22-2", "0,1,2,22,23")]
    [TestCase("8-17/3", "8,11,14,17")]
    [TestCase("20/2", "20,22")]
    public void Hours_may_be_lists_ranges_and_steps(string field, string hours) =>
        Assert.That(
            Times.Between(Trigger.Cron($"0 {field} 1 1 *"), Times.At("2025-12-31"), Times.At("2026-01-02"))
                .Select(time => time.Hour),
            Is.EqualTo(hours.Split(',').Select(int.Parse)));

    [TestCase("11-1", "1,11,12")]
    [TestCase("nov-jan", "1,11,12")]
    [TestCase("NOV-2/2", "1,11")]
    [TestCase("*/4", "1,5,9")]
    [TestCase("March,Sep", "3,9")]
    [TestCase("2-1", "1,2,3,4,5,6,7,8,9,10,11,12")]
    public void Months_may_have_names_and_wrap(string field, string months) =>
        Assert.That(
            Times.Between(Trigger.Cron($"0 0 1 {field} *"), Times.At("2025-12-31"), Times.At("2026-12-31"))
                .Select(time => time.Month),
            Is.EqualTo(months.Split(',').Select(int.Parse)));

    [TestCase("0", "Sunday")]
    [TestCase("7", "Sunday")]
    [TestCase("sun", "Sunday")]
    [TestCase("5-7", "Sunday Friday Saturday")]
    [TestCase("fri-sun", "Sunday Friday Saturday")]
    [TestCase("7-2", "Sunday Monday Tuesday")]
    [TestCase("sat-mon", "Sunday Monday Saturday")]
    [TestCase("5-1/2", "Sunday Friday")]
    [TestCase("1/2", "Monday Wednesday Friday")]
    [TestCase("*/2", "Sunday Tuesday Thursday Saturday")]
    [TestCase("0-7", "Sunday Monday Tuesday Wednesday Thursday Friday Saturday")]
    [TestCase("Monday,tue,WED", "Monday Tuesday Wednesday")]
    public void Days_of_the_week_may_have_names_and_Sunday_is_0_and_7(string field, string days) =>
        Assert.That(
            Times.Between(Trigger.Cron($"0 0 * * {field}"), Times.At("2026-02-28"), Times.At("2026-03-07"))
                .Select(time => time.DayOfWeek.ToString()),
            Is.EqualTo(days.Split(' ')));

    [TestCase("@hourly", "2026-01-01T10:00:00Z 2026-01-01T11:00:00Z")]
    [TestCase("@daily", "2026-01-02T00:00:00Z 2026-01-03T00:00:00Z")]
    [TestCase(" @MIDNIGHT ", "2026-01-02T00:00:00Z 2026-01-03T00:00:00Z")]
    [TestCase("@weekly", "2026-01-04T00:00:00Z 2026-01-11T00:00:00Z")]
    [TestCase("@monthly", "2026-02-01T00:00:00Z 2026-03-01T00:00:00Z")]
    [TestCase("@yearly", "2027-01-01T00:00:00Z 2028-01-01T00:00:00Z")]
    [TestCase("@annually", "2027-01-01T00:00:00Z 2028-01-01T00:00:00Z")]
    [TestCase("  0\t0   1  1 * ", "2027-01-01T00:00:00Z 2028-01-01T00:00:00Z")]
    public void Frequent_expressions_have_names(string expression, string times) =>
        Assert.That(Times.Next(Trigger.Cron(expression), "2026-01-01T09:30:00Z", 2), Is.EqualTo(times));

    [TestCase(null)]
    [TestCase("America/Los_Angeles")]
    [TestCase("Asia/Tokyo")]
    public void The_calendar_has_a_first_and_a_last_day(string? timeZone)
    {
        var always = Trigger.Cron("* * * * *", timeZone);
        var daily = Trigger.Cron("0 12 * * *", timeZone);

        Assert.Multiple(() =>
        {
            foreach (var trigger in new[] { always, daily })
            {
                Assert.That(Times.Next(trigger, "0001-01-01T00:00:00Z", 1), Does.StartWith("0001-01-01T"));
                Assert.That(Times.Next(trigger, "9999-12-31T23:59:00Z", 1), Is.Empty);
                Assert.That(
                    Times.Between(trigger, Times.At("9999-12-28"), DateTimeOffset.MaxValue),
                    Is.Not.Empty.And.Ordered.And.Unique);
            }
        });
    }

    [Test]
    public void A_trigger_with_faults_has_no_times_but_an_error_that_names_them() =>
        Assert.That(
            () => Times.Next(Trigger.Cron("61 * * * *", "Mars/Olympus"), "2026-01-01", 1),
            Throws.ArgumentException.With.Message.Contains("61 is out of range")
                .And.Message.Contains("Mars/Olympus"));
}

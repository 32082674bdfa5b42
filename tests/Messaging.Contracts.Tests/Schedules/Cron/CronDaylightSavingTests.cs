namespace Messaging.Contracts.Tests;

/// <summary>What runs when the clocks are changed.</summary>
public sealed class CronDaylightSavingTests
{
    private const string Paris = "Europe/Paris";
    private const string LordHowe = "Australia/Lord_Howe";
    private const string SaoPaulo = "America/Sao_Paulo";

    private static readonly TimeSpan QuarterHour = TimeSpan.FromMinutes(15);

    [TestCase("2017-03-24T12:00:00Z", "2017-03-25T08:00:00Z 2017-03-26T07:00:00Z 2017-03-27T07:00:00Z")]
    [TestCase("2017-10-27T12:00:00Z", "2017-10-28T07:00:00Z 2017-10-29T08:00:00Z 2017-10-30T08:00:00Z")]
    public void Nine_in_the_morning_stays_nine_in_the_morning(string after, string times) =>
        Assert.That(Times.Next(Trigger.Cron("0 9 * * *", Paris), after, 3), Is.EqualTo(times));

    [TestCase("30 2 * * *", "2017-03-26T01:00:00Z 2017-03-27T00:30:00Z")]
    [TestCase("*/15 2 * * *", "2017-03-26T01:00:00Z 2017-03-27T00:00:00Z 2017-03-27T00:15:00Z")]
    [TestCase("0 2,3 * * *", "2017-03-26T01:00:00Z 2017-03-27T00:00:00Z 2017-03-27T01:00:00Z")]
    [TestCase("0,30 2-3 * * *", "2017-03-26T01:00:00Z 2017-03-26T01:30:00Z 2017-03-27T00:00:00Z")]
    [TestCase("30 2 * * sun", "2017-03-26T01:00:00Z 2017-04-02T00:30:00Z")]
    public void A_time_that_the_clocks_skip_runs_once_when_they_have_skipped_it(string expression, string times) =>
        Assert.That(
            Times.Next(Trigger.Cron(expression, Paris), "2017-03-25T12:00:00Z", times.Split(' ').Length),
            Is.EqualTo(times));

    [TestCase("30 2 * * *", "2017-10-29T00:30:00Z 2017-10-30T01:30:00Z")]
    [TestCase("*/30 2 * * *", "2017-10-29T00:00:00Z 2017-10-29T00:30:00Z 2017-10-30T01:00:00Z")]
    [TestCase("0 2,3 * * *", "2017-10-29T00:00:00Z 2017-10-29T02:00:00Z 2017-10-30T01:00:00Z")]
    public void A_time_that_the_clocks_show_twice_runs_the_first_time(string expression, string times) =>
        Assert.That(
            Times.Next(Trigger.Cron(expression, Paris), "2017-10-28T12:00:00Z", times.Split(' ').Length),
            Is.EqualTo(times));

    [Test]
    public void The_second_time_has_no_run_for_whoever_asks_in_the_middle_of_it() =>
        Assert.That(
            Times.Next(Trigger.Cron("30 2 * * *", Paris), "2017-10-29T01:10:00Z", 1), Is.EqualTo("2017-10-30T01:30:00Z"));

    [TestCase("2017-03-26T00:00:00Z", "2017-03-26T02:00:00Z")]
    [TestCase("2017-10-29T00:00:00Z", "2017-10-29T03:00:00Z")]
    public void What_runs_every_quarter_of_an_hour_does_so_through_both_changes(string after, string until)
    {
        var runs = Times.Between(Trigger.Cron("*/15 * * * *", Paris), Times.At(after), Times.At(until)).ToList();

        var expected = Enumerable.Range(1, runs.Count).Select(run => Times.At(after).AddMinutes(15 * run));
        Assert.That(runs, Is.EqualTo(expected).And.Count.EqualTo((Times.At(until) - Times.At(after)) / QuarterHour));
    }

    [TestCase("15 2 * * *", "2017-09-30T12:00:00Z", "2017-09-30T15:30:00Z 2017-10-01T15:15:00Z")]
    [TestCase("45 1 * * *", "2017-04-01T12:00:00Z", "2017-04-01T14:45:00Z 2017-04-02T15:15:00Z")]
    [TestCase("45 * * * *", "2017-04-01T14:00:00Z", "2017-04-01T14:45:00Z 2017-04-01T15:15:00Z 2017-04-01T16:15:00Z")]
    [TestCase("15 * * * *", "2017-09-30T14:00:00Z", "2017-09-30T14:45:00Z 2017-09-30T16:15:00Z")]
    public void Clocks_may_be_changed_by_half_an_hour(string expression, string after, string times) =>
        Assert.That(
            Times.Next(Trigger.Cron(expression, LordHowe), after, times.Split(' ').Length), Is.EqualTo(times));

    [TestCase(SaoPaulo, "0 0 * * *", "2018-11-03T12:00:00Z", "2018-11-04T03:00:00Z 2018-11-05T02:00:00Z")]
    [TestCase(SaoPaulo, "0 0 * * sun", "2018-11-03T12:00:00Z", "2018-11-04T03:00:00Z 2018-11-11T02:00:00Z")]
    [TestCase(SaoPaulo, "30 23 * * *", "2019-02-16T12:00:00Z", "2019-02-17T01:30:00Z 2019-02-18T02:30:00Z")]
    [TestCase(SaoPaulo, "0 0 * * *", "2019-02-16T12:00:00Z", "2019-02-17T03:00:00Z 2019-02-18T03:00:00Z")]
    [TestCase(SaoPaulo, "30 * * * *", "2019-02-17T01:00:00Z", "2019-02-17T01:30:00Z 2019-02-17T02:30:00Z")]
    [TestCase("Africa/Cairo", "0 0 * * *", "2023-04-27T12:00:00Z", "2023-04-27T22:00:00Z 2023-04-28T21:00:00Z")]
    public void Clocks_may_be_changed_at_midnight(string timeZone, string expression, string after, string times) =>
        Assert.That(Times.Next(Trigger.Cron(expression, timeZone), after, 2), Is.EqualTo(times));

    [Test]
    public void A_day_that_a_country_leaves_out_is_caught_up_with_at_the_start_of_the_next() =>
        Assert.That(
            Times.Next(Trigger.Cron("0 9 * * *", "Pacific/Apia"), "2011-12-29T12:00:00Z", 3),
            Is.EqualTo("2011-12-29T19:00:00Z 2011-12-30T10:00:00Z 2011-12-30T19:00:00Z"));

    [Test]
    public void Hours_of_no_change_are_not_touched_in_the_year_2100() =>
        Assert.That(
            Times.Next(Trigger.Cron("0 9 1 1,7 *", Paris), "2100-01-01T12:00:00Z", 2),
            Is.EqualTo("2100-07-01T07:00:00Z 2101-01-01T08:00:00Z"));
}

namespace Messaging.Contracts.Tests;

public sealed class CronFaultsTests
{
    private const string Minutes = "Allowed: 0 to 59; such as '*/15'.";
    private const string DaysOfMonth = "Allowed: 1 to 31; such as '1,15'.";
    private const string Months = "Allowed: 1 to 12, or jan to dec; such as 'jan-mar'.";
    private const string DaysOfWeek = "Allowed: 0 to 7 (0 and 7 are Sunday), or sun to sat; such as 'mon-fri'.";

    private const string Form =
        "Allowed: five fields (minute, hour, day of month, month, day of week) or six (second first), such as '0 3 * * *'.";

    [TestCase("61 3 * * *", "the minute field is '61', but 61 is out of range. " + Minutes)]
    [TestCase("1-61 3 * * *", "the minute field is '1-61', but 61 is out of range. " + Minutes)]
    [TestCase("99999999999 3 * * *", "the minute field is '99999999999', but '99999999999' is no value of it. " + Minutes)]
    [TestCase("-5 3 * * *", "the minute field is '-5', but '-5' lacks a value. " + Minutes)]
    [TestCase("5- 3 * * *", "the minute field is '5-', but '5-' lacks a value. " + Minutes)]
    [TestCase("1-2-3 3 * * *", "the minute field is '1-2-3', but '1-2-3' is no range. " + Minutes)]
    [TestCase("1,,2 3 * * *", "the minute field is '1,,2', but there is nothing beside one of its commas. " + Minutes)]
    [TestCase("*/0 * * * *", "the minute field is '*/0', but the step of '*/0' is '0', which is no number from 1 to 60. "
        + Minutes)]
    [TestCase("*/61 * * * *", "the minute field is '*/61', but the step of '*/61' is '61', which is no number from 1 to "
        + "60. " + Minutes)]
    [TestCase("1/2/3 * * * *", "the minute field is '1/2/3', but '1/2/3' has more than one slash. " + Minutes)]
    [TestCase("*-5 * * * *", "the minute field is '*-5', but '*' is no value of it. " + Minutes)]
    [TestCase("٣ * * * *", "the minute field is '٣', but '٣' is no value of it. " + Minutes)]
    [TestCase("0 24 * * *", "the hour field is '24', but 24 is out of range. Allowed: 0 to 23; such as '8-17'.")]
    [TestCase("0 0 0 * *", "the day of month field is '0', but 0 is out of range. " + DaysOfMonth)]
    [TestCase("0 0 1 13 *", "the month field is '13', but 13 is out of range. " + Months)]
    [TestCase("0 0 1 0 *", "the month field is '0', but 0 is out of range. " + Months)]
    [TestCase("0 0 1 janaury *", "the month field is 'janaury', but 'janaury' is no value of it. Did you mean "
        + "'january'? " + Months)]
    [TestCase("0 0 1 mon *", "the month field is 'mon', but 'mon' is no value of it. " + Months)]
    [TestCase("0 0 * * 8", "the day of week field is '8', but 8 is out of range. " + DaysOfWeek)]
    [TestCase("60 0 0 * * *", "the second field is '60', but 60 is out of range. Allowed: 0 to 59; such as '0,30'.")]
    [TestCase("0 0 31 4 *", "day 31 never occurs in April, so no time matches. Choose another day of month, or more "
        + "months.")]
    [TestCase("0 0 31 4,jun *", "day 31 never occurs in April, June, so no time matches. Choose another day of month, "
        + "or more months.")]
    [TestCase("0 0 30-31 2 *", "days 30 and later never occur in February, so no time matches. Choose another day of "
        + "month, or more months.")]
    [TestCase("0 0 L * *", "the day of month field is 'L', but 'L' (last) is not supported. Run daily on '28-31', and "
        + "let the task see whether it is the last day. " + DaysOfMonth)]
    [TestCase("0 0 15W * *", "the day of month field is '15W', but 'W' (nearest weekday) is not supported. Run on the "
        + "days in question, and let the task see whether to work. " + DaysOfMonth)]
    [TestCase("0 0 * * 5#2", "the day of week field is '5#2', but '#' is not supported. For the second Friday, write "
        + "'8-14' as the day of month and 'fri' as the day of week: both must match. " + DaysOfWeek)]
    [TestCase("0 0 * * 5L", "the day of week field is '5L', but 'L' (last) is not supported. Run daily on '28-31', and "
        + "let the task see whether it is the last day. " + DaysOfWeek)]
    [TestCase("0 0 ? * 2", "the day of month field is '?', but '?' is not supported. Write '*'; and mind that Sunday is "
        + "0 here, and 1 in Quartz. " + DaysOfMonth)]
    public void A_field_that_is_wrong_is_named_with_what_is_allowed(string expression, string fault) =>
        Assert.That(
            TriggerRules.Faults(Trigger.Cron(expression)), Is.EqualTo(new[] { $"Expression '{expression}': {fault}" }));

    [TestCase("", "Expression is empty. " + Form)]
    [TestCase(" \t", "Expression is empty. " + Form)]
    [TestCase(null, "Expression is null. " + Form)]
    [TestCase("5", "Expression '5' has 1 field. " + Form)]
    [TestCase("* * * *", "Expression '* * * *' has 4 fields. " + Form)]
    [TestCase("0 0 0 1 1 * 2027", "Expression '0 0 0 1 1 * 2027' has 7 fields. " + Form
        + " There is no field for the year; for a single run, use Trigger.Once.")]
    [TestCase("@dayly", "Expression '@dayly' is no known name. Did you mean '@daily'? Allowed: @hourly, @daily, "
        + "@midnight, @weekly, @monthly, @yearly, @annually; or fields, such as '0 3 * * *'.")]
    [TestCase("@every 5m", "Expression '@every 5m' is an interval. Use Trigger.Every.")]
    [TestCase("@reboot", "Expression '@reboot' is no time. Send the task when the process starts.")]
    public void An_expression_that_is_none_is_named_with_what_is_allowed(string? expression, string fault) =>
        Assert.That(TriggerRules.Faults(Trigger.Cron(expression!)), Is.EqualTo(new[] { fault }));

    [Test]
    public void All_faults_are_said_at_once() =>
        Assert.That(TriggerRules.Faults(Trigger.Cron("60 24 0 13 8", "Nowhere")), Has.Count.EqualTo(6));

    [Test]
    public void A_long_expression_is_not_read_nor_repeated_whole()
    {
        var fault = TriggerRules.Faults(Trigger.Cron(string.Join(',', Enumerable.Repeat("1", 1_000)))).Single();

        Assert.That(fault, Does.Contain("1,…' has 1,999 characters. Allowed: 1,000.").And.Length.LessThan(300));
    }

    [Test]
    public void A_long_field_is_allowed()
    {
        var everyMinute = string.Join(',', Enumerable.Range(0, 60));

        Assert.That(TriggerRules.Faults(Trigger.Cron($"{everyMinute} {everyMinute} * * * *")), Is.Empty);
    }
}

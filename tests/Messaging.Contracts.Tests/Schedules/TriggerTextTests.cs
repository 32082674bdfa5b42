using System.Globalization;

namespace Messaging.Contracts.Tests;

public sealed class TriggerTextTests
{
    private static readonly DateTimeOffset Noon = Times.At("2026-03-01T14:00:00+02:00");

    private static IEnumerable<TestCaseData> Texts =>
    [
        new(Trigger.Cron("0 3 * * *", "Europe/Paris"), "0 3 * * * Europe/Paris"),
        new(Trigger.Cron("@daily"), "@daily UTC"),
        new(Trigger.Every(TimeSpan.FromMinutes(5)), "every 00:05:00"),
        new(Trigger.Every(TimeSpan.FromMilliseconds(250)), "every 00:00:00.2500000"),
        new(Trigger.Every(TimeSpan.FromDays(7), Noon), "every 7.00:00:00 from 2026-03-01T12:00:00Z"),
        new(Trigger.Once(Noon.AddMilliseconds(5)), "once at 2026-03-01T12:00:00.005Z"),
        new(Trigger.Solar(SolarEvent.Sunrise, 52.52, 13.4), "Sunrise at 52.52, 13.40"),
        new(Trigger.Solar(SolarEvent.DuskCivil, -33.86882, 151), "DuskCivil at -33.8688, 151.00"),
    ];

    [TestCaseSource(nameof(Texts))]
    [SetCulture("de-DE")]
    public void A_trigger_says_when_it_is_due_in_any_culture(Trigger trigger, string text)
    {
        Assert.That(trigger.ToString(), Is.EqualTo(text));
    }

    [Test]
    public void Equal_triggers_are_equal_also_when_one_of_them_has_been_used()
    {
        var used = Trigger.Cron("0 3 * * *");
        _ = TriggerTimes.Next(used, Noon, Noon);

        Assert.That(used, Is.EqualTo(Trigger.Cron("0 3 * * *")));
    }

    [Test]
    public void A_changed_copy_of_a_used_trigger_has_its_own_times()
    {
        var used = Trigger.Cron("0 3 * * *");
        _ = TriggerTimes.Next(used, Noon, Noon);

        Assert.That(
            Times.Next(used with { Expression = "0 4 * * *" }, "2026-01-01T00:00:00Z", 1),
            Is.EqualTo("2026-01-01T04:00:00Z"));
    }
}

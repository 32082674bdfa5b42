namespace Messaging.Contracts.Tests;

public sealed class TriggerRulesTests
{
    private static IEnumerable<TestCaseData> Wrong =>
    [
        Case(
            Trigger.Every(TimeSpan.Zero), "Every is 00:00:00. Allowed: 00:00:00.0010000 (a millisecond) or more."),
        Case(
            Trigger.Every(TimeSpan.FromMinutes(-5)),
            "Every is -00:05:00. Allowed: 00:00:00.0010000 (a millisecond) or more."),
        Case(
            Trigger.Every(TimeSpan.FromDays(3_651)),
            "Every is 3651.00:00:00. Allowed: up to 3650.00:00:00 (ten years). For a single run, use Trigger.Once."),
        Case(
            Trigger.Solar((SolarEvent)9, -90.5, double.NaN),
            "Event is 9. Allowed: DawnAstronomical, DawnNautical, DawnCivil, Sunrise, SolarNoon, Sunset, DuskCivil, "
            + "DuskNautical, DuskAstronomical.",
            "Latitude is -90.5. Allowed: -90 to 90, degrees north of the equator.",
            "Longitude is NaN. Allowed: -180 to 180, degrees east of Greenwich."),
        Case(
            Trigger.Solar(SolarEvent.Sunset, 0, double.PositiveInfinity),
            "Longitude is Infinity. Allowed: -180 to 180, degrees east of Greenwich."),
        Case(
            null, "The trigger is null. Give one made by Trigger.Cron, Trigger.Every, Trigger.Once or Trigger.Solar."),
    ];

    private static IEnumerable<Trigger> Right =>
    [
        Trigger.Cron("0 3 * * *"),
        Trigger.Every(TimeSpan.FromMilliseconds(1)),
        Trigger.Every(TimeSpan.FromDays(3_650)),
        Trigger.Once(DateTimeOffset.MaxValue),
        Trigger.Once(DateTimeOffset.MinValue),
        Trigger.Solar(SolarEvent.Sunset, -90, -180),
        Trigger.Solar(SolarEvent.DawnAstronomical, 90, 180),
    ];

    [TestCaseSource(nameof(Wrong))]
    public void Every_fault_is_said(Trigger? trigger, string[] faults) =>
        Assert.That(TriggerRules.Faults(trigger), Is.EqualTo(faults));

    [TestCaseSource(nameof(Right))]
    public void What_is_allowed_has_no_fault(Trigger trigger) => Assert.That(TriggerRules.Faults(trigger), Is.Empty);

    [Test]
    public void What_has_a_fault_is_never_due()
    {
        foreach (var wrong in Wrong.Select(wrong => (Trigger)wrong.Arguments[0]!))
        {
            Assert.That(
                () => TriggerTimes.Next(wrong, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
                Throws.ArgumentException.With.Message.Contains(TriggerRules.Faults(wrong)[0]));
        }
    }

    private static TestCaseData Case(Trigger? trigger, params string[] faults) => new(trigger, faults);
}

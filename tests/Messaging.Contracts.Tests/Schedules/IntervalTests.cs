namespace Messaging.Contracts.Tests;

public sealed class IntervalTests
{
    private static readonly DateTimeOffset Created = Times.At("2026-01-01T00:00:07.1234567Z");
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [TestCase(-10_000)]
    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(299)]
    public void The_first_run_is_an_interval_after_the_creation(int secondsAfterCreation) =>
        Assert.That(
            TriggerTimes.Next(Trigger.Every(FiveMinutes), Created.AddSeconds(secondsAfterCreation), Created),
            Is.EqualTo(Created + FiveMinutes));

    [Test]
    public void The_first_run_is_at_the_start_if_one_is_given()
    {
        var trigger = Trigger.Every(FiveMinutes, Created.AddDays(1));

        Assert.That(TriggerTimes.Next(trigger, Created, Created), Is.EqualTo(Created.AddDays(1)));
        Assert.That(
            TriggerTimes.Next(trigger, Created.AddDays(1), Created), Is.EqualTo(Created.AddDays(1) + FiveMinutes));
    }

    [Test]
    public void Runs_are_counted_from_a_start_in_the_past() =>
        Assert.That(
            TriggerTimes.Next(
                Trigger.Every(TimeSpan.FromDays(7), Times.At("2020-01-06T00:00:00+02:00")), Created, Created),
            Is.EqualTo(Times.At("2026-01-04T22:00:00Z")));

    [TestCase(1.0)]
    [TestCase(333.3333)]
    [TestCase(86_400_000.0)]
    public void Runs_do_not_drift_by_a_tick_in_ten_thousand(double milliseconds)
    {
        var interval = TimeSpan.FromMilliseconds(milliseconds);
        var time = Created;
        for (var run = 0; run < 10_000; run++)
            time = TriggerTimes.Next(Trigger.Every(interval), time, Created)!.Value;

        Assert.That(time, Is.EqualTo(Created + (10_000 * interval)));
    }

    [Test]
    public void A_late_run_does_not_move_the_others() =>
        Assert.That(
            TriggerTimes.Next(Trigger.Every(FiveMinutes), Created + (17 * FiveMinutes) + TimeSpan.FromTicks(1), Created),
            Is.EqualTo(Created + (18 * FiveMinutes)));

    [Test]
    public void There_is_no_run_beyond_the_year_9999() =>
        Assert.That(
            TriggerTimes.Next(Trigger.Every(FiveMinutes), DateTimeOffset.MaxValue.AddMinutes(-1), Created), Is.Null);

    [Test]
    public void Times_are_in_UTC() =>
        Assert.That(
            TriggerTimes.Next(Trigger.Every(FiveMinutes, Times.At("2027-01-01T00:00:00+02:00")), Created, Created)!
                .Value.Offset,
            Is.EqualTo(TimeSpan.Zero));
}

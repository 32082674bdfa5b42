using FsCheck.Fluent;

namespace Messaging.Contracts.Tests;

public sealed class CronPropertyTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Every match is a run, nothing else is, and none comes twice or out of order.</summary>
    [Test]
    public void Runs_are_those_of_somebody_who_looks_at_the_clock_every_minute() =>
        Always.Holds(CronSample.Any.Where(sample => !sample.HasSeconds), 600, sample => Compare(sample, 6, Minute));

    [Test]
    public void Runs_with_seconds_are_those_of_somebody_who_looks_at_the_clock_every_second() =>
        Always.Holds(CronSample.Any.Where(sample => sample.HasSeconds), 40, sample => Compare(sample, 1, Second));

    [Test]
    public void Every_expression_has_a_next_time_that_is_later()
    {
        Always.Holds(CronSample.Any, 2_000, sample =>
        {
            var next = TriggerTimes.Next(sample.Trigger, sample.After, sample.After);

            Assert.That(next, Is.GreaterThan(sample.After).And.LessThan(sample.After.AddYears(41)));
            Assert.That(TriggerTimes.Next(sample.Trigger, next!.Value.AddTicks(-1), sample.After), Is.EqualTo(next));
        });
    }

    private static void Compare(CronSample sample, int days, TimeSpan tick)
    {
        var until = sample.After.AddDays(days);
        var expected = CronByTheClock.Runs(sample, until, tick).ToList();

        Assert.That(Times.Between(sample.Trigger, sample.After, until), Is.EqualTo(expected), sample.ToString());
    }
}

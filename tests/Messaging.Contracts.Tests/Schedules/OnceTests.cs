namespace Messaging.Contracts.Tests;

public sealed class OnceTests
{
    private static readonly DateTimeOffset Noon = Times.At("2026-03-01T12:00:00+02:00");

    [Test]
    public void It_is_due_until_its_time_has_come()
    {
        var next = TriggerTimes.Next(Trigger.Once(Noon), Noon.AddTicks(-1), Noon);

        Assert.That(next, Is.EqualTo(Noon));
        Assert.That(next!.Value.Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void It_is_not_due_any_more_when_its_time_has_come() =>
        Assert.That(TriggerTimes.Next(Trigger.Once(Noon), Noon, Noon), Is.Null);
}

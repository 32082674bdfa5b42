namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class ServerClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [TestCase(0)]
    [TestCase(0.4)]
    [TestCase(0.9)]
    public void A_clock_that_agrees_with_what_is_told_is_left_as_it_is(double late)
    {
        var own = new SetClock();
        var clock = new ServerClock(own);

        // Told in whole seconds: up to one second ago.
        Assert.That(clock.Set(own.Time - (Second * late), own.Time), Is.False);

        Assert.That(clock.Now, Is.EqualTo(own.Time));
    }

    [TestCase(-3_600)]
    [TestCase(3_600)]
    public void A_wrong_clock_is_known_to_the_second_at_once_and_better_with_every_answer(double wrongBy)
    {
        var own = new SetClock();
        var clock = new ServerClock(own);
        var server = own.Time - TimeSpan.FromSeconds(wrongBy);

        Assert.That(clock.Set(server, own.Time), Is.True);
        Assert.That(clock.Now, Is.EqualTo(server).Within(Second));

        foreach (var tenth in Enumerable.Range(1, 20))
        {
            own.Time += Second / 10;
            var told = server + TimeSpan.FromSeconds(tenth / 10);
            Assert.That(clock.Set(told, own.Time), Is.False);
        }

        Assert.That(clock.Now, Is.EqualTo(server + (Second * 2)).Within(Second / 10));
    }

    [Test]
    public void A_clock_that_is_set_is_believed_again()
    {
        var own = new SetClock();
        var clock = new ServerClock(own);
        var server = own.Time + TimeSpan.FromHours(1);
        clock.Set(server, own.Time);

        own.Time = server;
        Assert.That(clock.Set(server, own.Time), Is.True);

        Assert.That(clock.Now, Is.EqualTo(server));
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Time { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Time;
    }
}

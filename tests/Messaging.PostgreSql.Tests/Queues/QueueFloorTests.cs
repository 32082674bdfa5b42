namespace Messaging.PostgreSql.Tests;

public sealed class QueueFloorTests
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(31);

    private readonly ManualTime time = new();

    [Test]
    public void A_search_begins_where_the_first_message_was_some_time_ago()
    {
        var floor = new QueueFloor(time);
        floor.Taken(0, 100);
        Assert.That(floor.Start().Ids[9], Is.Zero);

        time.Advance(Span);
        floor.Taken(0, 5_000);
        Assert.That(floor.Start().Ids[9], Is.Zero);
        time.Advance(Span);
        floor.Start();
        floor.Taken(0, 9_000);

        Assert.That(floor.Start().Ids, Is.EqualTo(new long[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 100 }));
    }

    [Test]
    public void What_was_just_taken_does_not_raise_the_floor_however_long_nothing_was()
    {
        var floor = new QueueFloor(time);
        for (var id = 100; id < 105; id++)
        {
            time.Advance(TimeSpan.FromMinutes(5));
            floor.Taken(0, id);
            floor.Start();

            Assert.That(floor.Start().Ids[9], Is.LessThan(id));
        }
    }

    [Test]
    public void A_message_taken_just_before_one_of_another_priority_does_not_raise_the_floor_yet()
    {
        var floor = new QueueFloor(time);
        time.Advance(Span - TimeSpan.FromSeconds(2));
        floor.Taken(9, 100);
        time.Advance(TimeSpan.FromSeconds(2));
        floor.Taken(0, 101);

        Assert.That(floor.Start().Ids, Is.All.Zero);
    }

    [Test]
    public void A_message_that_waits_again_lowers_the_floor_of_its_priority()
    {
        var floor = Risen();

        floor.Back(9, 70);
        floor.Back(0, 90);

        Assert.That(floor.Start().Ids, Is.EqualTo(new long[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 90 }));
    }

    [Test]
    public void The_floor_does_not_rise_over_what_waits_below_with_what_was_taken_before_that_came()
    {
        var floor = Risen();
        floor.Taken(0, 90);

        time.Advance(Span);
        floor.Taken(0, 91);

        Assert.That(floor.Start().Ids[9], Is.EqualTo(90));
    }

    [Test]
    public void All_is_searched_once_a_minute_and_the_floor_stays()
    {
        var floor = Risen();
        floor.NothingDue(new DateTime(2030, 1, 1, 0, 2, 0, DateTimeKind.Utc));
        Assert.That(floor.Start().IsWhole, Is.False);
        Assert.That(floor.Start().Due, Is.EqualTo(new DateTime(2030, 1, 1, 0, 1, 0, DateTimeKind.Utc)));

        time.Advance(TimeSpan.FromMinutes(1));

        var whole = floor.Start();
        Assert.That(whole.IsWhole, Is.True);
        Assert.That(whole.Ids, Is.All.Zero);
        Assert.That(floor.Start().Ids[9], Is.EqualTo(100));
    }

    /// <summary>Begins at 100, would begin at 5,000 a span later, and has just searched everything.</summary>
    private QueueFloor Risen()
    {
        var floor = new QueueFloor(time);
        floor.Taken(0, 100);
        time.Advance(Span);
        floor.Taken(0, 5_000);
        floor.Taken(0, 5_001);
        time.Advance(Span);
        floor.Taken(0, 9_000);
        floor.Start();
        return floor;
    }

    private sealed class ManualTime : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => now += time.Ticks;

        public override long GetTimestamp() => now;
    }
}

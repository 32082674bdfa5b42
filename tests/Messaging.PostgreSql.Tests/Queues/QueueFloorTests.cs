namespace Messaging.PostgreSql.Tests;

public sealed class QueueFloorTests
{
    private static readonly TimeSpan AlmostWhole = TimeSpan.FromSeconds(55);

    private readonly ManualTime time = new();

    [Test]
    public void A_search_begins_where_the_first_message_was_some_time_ago()
    {
        var floor = new QueueFloor(time);
        floor.Taken(0, 100);
        Assert.That(floor.Start().Ids[9], Is.Zero);

        time.Advance(TimeSpan.FromSeconds(31));
        floor.Taken(0, 5_000);

        Assert.That(floor.Start().Ids, Is.EqualTo(new long[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 100 }));
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
    public void All_is_searched_once_a_minute_and_the_floor_stays()
    {
        var floor = Risen();
        floor.NothingDue(new DateTime(2030, 1, 1, 0, 2, 0, DateTimeKind.Utc));
        Assert.That(floor.Start().IsWhole, Is.False);
        Assert.That(floor.Start().Due, Is.EqualTo(new DateTime(2030, 1, 1, 0, 1, 0, DateTimeKind.Utc)));

        time.Advance(AlmostWhole);

        var whole = floor.Start();
        Assert.That(whole.IsWhole, Is.True);
        Assert.That(whole.Ids, Is.All.Zero);
        Assert.That(floor.Start().Ids[9], Is.EqualTo(100));
    }

    private QueueFloor Risen()
    {
        var floor = new QueueFloor(time);
        floor.Taken(0, 100);
        time.Advance(TimeSpan.FromSeconds(31));
        floor.Taken(0, 5_000);
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

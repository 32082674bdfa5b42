using Messaging.StateMachines;
using Messaging.Testing;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class MadePartitionsTests
{
    private static readonly TaskExpiry TenDays = new() { Results = TimeSpan.FromDays(10) };

    private static readonly TaskExpiry AMonth = new() { Results = TimeSpan.FromDays(30) };

    private PartitionedTables tables = null!;

    [SetUp]
    public async Task Open() => tables = await PartitionedTables.Open();

    [TearDown]
    public async Task Close() => await tables.DisposeAsync();

    [Test]
    public async Task The_first_tasks_have_a_partition_already()
    {
        var now = PartitionedTables.Now;
        var saga = PartitionedTables.Saga("Pending", now, finishedAt: null);

        await tables.Store.Save([saga], default);

        var partition = (await tables.Find(now))!;
        Assert.That(partition.To - partition.From, Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(await tables.CountIn(partition.Name), Is.EqualTo(1));
        Assert.That(
            await tables.Query<string[]>($"SELECT reloptions FROM pg_class WHERE relname = '{partition.Name}'"),
            Is.EqualTo(new[] { "fillfactor=70" }));
    }

    [Test]
    public async Task Partitions_are_made_a_day_ahead_without_gaps_and_only_once()
    {
        var now = PartitionedTables.Now;
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => tables.OpenAnother().Prepare(default)));

        await tables.Store.Expire(PartitionedTables.DayAndWeek, now, default);
        await tables.Store.Expire(PartitionedTables.DayAndWeek, now, default);

        var made = await tables.List();
        Assert.That(made[0].From, Is.LessThanOrEqualTo(now));
        Assert.That(made[^1].To, Is.InRange(now.AddDays(1), now.AddHours(25)));
        AssertWithoutGaps(made);
    }

    [Test]
    public async Task Other_lengths_follow_on_what_there_is()
    {
        var now = PartitionedTables.Now;
        await tables.Store.Expire(PartitionedTables.DayAndWeek, now, default);
        var hourly = await tables.List();

        await tables.Store.Expire(TenDays, now.AddHours(20), default);
        await tables.Store.Expire(AMonth, now.AddHours(40), default);

        var all = await tables.List();
        AssertWithoutGaps(all);
        Assert.That(all.Take(hourly.Count), Is.EqualTo(hourly));
        Assert.That(all.Select(partition => partition.To.ToUnixTimeSeconds() / 3600 % 30), Has.Some.Zero);
        Assert.That(
            all.Select(partition => partition.To - partition.From), Has.Some.EqualTo(TimeSpan.FromHours(10)));
    }

    [Test]
    public async Task After_a_time_without_trackers_events_that_have_waited_find_partitions_too()
    {
        var now = PartitionedTables.Now.AddDays(5);

        await tables.Store.Expire(PartitionedTables.DayAndWeek, now, default);

        Assert.That(await tables.Find(now.AddHours(-23)), Is.Not.Null);
        Assert.That(await tables.Find(now.AddHours(23)), Is.Not.Null);
        Assert.That(await tables.Find(now.AddHours(-30)), Is.Null, "what was sent then has expired");
    }

    [Test]
    public async Task A_tracker_whose_clock_is_years_ahead_keeps_nobody_from_making_partitions_for_now()
    {
        var now = PartitionedTables.Now;
        await tables.Store.Expire(PartitionedTables.DayAndWeek, now.AddYears(3), default);

        await tables.Store.Expire(PartitionedTables.DayAndWeek, now, default);

        Assert.That(await tables.Find(now), Is.Not.Null);
        Assert.That(await tables.Find(now.AddHours(23)), Is.Not.Null);
    }

    [Test]
    public async Task Tasks_of_a_time_without_partition_move_into_it_when_it_is_made()
    {
        var now = PartitionedTables.Now;
        var saga = PartitionedTables.Saga("Started", now.AddHours(5), finishedAt: null);
        saga.Arguments = "{}";
        await tables.Store.Save([saga], default);
        Assert.That(await tables.CountIn($"{tables.Table}_rest"), Is.EqualTo(1));

        await ExpireUntilMade(now, now.AddHours(5));

        Assert.That(await tables.CountIn($"{tables.Table}_rest"), Is.Zero);
        var moved = (await tables.Store.Load([saga.CorrelationId], default)).Single();
        Assert.That((moved.Version, moved.Arguments), Is.EqualTo((1, "{}")));
        Assert.That(await tables.Store.Save([saga], default), Is.Empty);
        Assert.That(await tables.CountIn((await tables.Find(now.AddHours(5)))!.Name), Is.EqualTo(1));
    }

    [Test]
    public async Task So_many_tasks_without_partition_that_moving_them_would_take_long_stay_where_they_are()
    {
        var now = PartitionedTables.Now;
        var crowded = now.AddHours(5);
        await tables.Fill(50_001, crowded, "Pending", finishedAt: null);
        await tables.Fill(11_000, crowded.AddMilliseconds(1), "Succeeded", now.AddDays(-2));

        Assert.That(await tables.Expire(now, 11_000), Is.EqualTo(11_000));
        await ExpireUntilMade(now, crowded.AddHours(1));

        Assert.That(await tables.Find(crowded), Is.Null);
        Assert.That(await tables.Find(crowded.AddHours(-1)), Is.Not.Null);
        Assert.That(await tables.CountIn($"{tables.Table}_rest"), Is.EqualTo(50_001));
    }

    /// <summary>A pass that cannot have a lock in time leaves the rest to the next.</summary>
    private Task<TaskPartition?> ExpireUntilMade(DateTimeOffset now, DateTimeOffset time) => Eventually.Get(
        async () =>
        {
            await tables.Store.Expire(PartitionedTables.DayAndWeek, now, default);
            return await tables.Find(time);
        },
        partition => partition is not null,
        TimeSpan.FromMinutes(1));

    private static void AssertWithoutGaps(List<TaskPartition> made) => Assert.That(
        made.Skip(1).Select(partition => partition.From), Is.EqualTo(made.SkipLast(1).Select(partition => partition.To)));
}

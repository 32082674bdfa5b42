using System.Diagnostics;
using Messaging.StateMachines;
using Messaging.Testing;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class ExpiredPartitionsTests
{
    private PartitionedTables tables = null!;

    /// <summary>The beginning of the first partition, which is not this hour's if that has just begun.</summary>
    private DateTimeOffset Start { get; set; }

    private DateTimeOffset Later => Start.AddDays(2);

    [SetUp]
    public async Task Open()
    {
        tables = await PartitionedTables.Open();
        Start = (await tables.List())[0].From;
    }

    [TearDown]
    public async Task Close() => await tables.DisposeAsync();

    [Test]
    public async Task A_partition_with_nothing_to_keep_is_dropped_and_leaves_nothing()
    {
        await tables.Fill(1_000, Start, "Succeeded", Start);
        var partition = (await tables.Find(Start))!;

        Assert.That(await tables.Expire(Later, 1_000), Is.EqualTo(1_000));

        Assert.That(await tables.Find(Start), Is.Null);
        Assert.That(await Exists(partition.Name), Is.False);
        Assert.That(await Exists(partition.Next().Name), Is.False);
    }

    [Test]
    public async Task What_stays_has_a_partition_of_its_own_size_until_it_goes_too()
    {
        await tables.Fill(20_000, Start, "Succeeded", Start);
        await tables.Store.Save([PartitionedTables.Saga("Failed", Start, Start)], default);
        var before = (await tables.Find(Start))!;

        Assert.That(await tables.Expire(Later, 20_000), Is.EqualTo(20_000));
        var after = (await tables.Find(Start))!;

        Assert.That(after, Is.EqualTo(before.Next()));
        Assert.That(await Exists(before.Name), Is.False);
        Assert.That(await tables.CountIn(after.Name), Is.EqualTo(1));
        Assert.That(await tables.Query<long>($"SELECT pg_total_relation_size('{after.Name}')"), Is.LessThan(100_000));
        Assert.That(await tables.CountIn($"{tables.Table}_rest"), Is.Zero);

        Assert.That(await tables.Expire(Start.AddDays(8), 1), Is.EqualTo(1));
        Assert.That(await tables.Find(Start), Is.Null);
    }

    [Test]
    public async Task Where_very_many_stay_the_others_are_deleted_in_place()
    {
        await tables.Fill(ExpiredPartitions.MostCopied + 1, Start, "Started", finishedAt: null);
        await tables.Fill(1, Start.AddMilliseconds(1), "Succeeded", Later);
        await tables.Fill(10_000, Start.AddMilliseconds(2), "Succeeded", Start);
        var partition = await tables.Find(Start);

        Assert.That(await tables.Expire(Later, 10_000), Is.EqualTo(10_000));

        Assert.That(await tables.Find(Start), Is.EqualTo(partition));
        Assert.That(await tables.CountIn(partition!.Name), Is.EqualTo(ExpiredPartitions.MostCopied + 2));
    }

    [Test]
    public async Task Of_several_trackers_one_removes_each_task()
    {
        await tables.Fill(10_000, Start, "Succeeded", Start);

        // None of them does if the one whose turn it is cannot have the locks.
        var removed = await Eventually.Get(Together, found => found.Sum() > 0, TimeSpan.FromMinutes(1));

        Assert.That(removed.Sum(), Is.EqualTo(10_000));
        Assert.That(removed, Has.Exactly(5).EqualTo(0L));

        Task<long[]> Together() => Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
            () => tables.OpenAnother().Expire(PartitionedTables.DayAndWeek, Later, default))));
    }

    [TestCase("SELECT count(*) FROM", Description = "Holds up the index too")]
    [TestCase("LOCK TABLE ONLY", Description = "Holds up the replacement")]
    public async Task Somebody_who_reads_for_long_is_let_be_and_others_hardly_notice(string read)
    {
        await tables.Fill(1_000, Start, "Succeeded", Start);
        await using var reader = await tables.Connect();
        await using var transaction = await reader.BeginTransactionAsync();
        var mode = read.StartsWith("LOCK", StringComparison.Ordinal) ? "IN ACCESS SHARE MODE" : "";
        await reader.Execute($"{read} {tables.Table} {mode}", default);

        var expiring = tables.Store.Expire(PartitionedTables.DayAndWeek, Later, default);
        var longest = TimeSpan.Zero;
        while (!expiring.IsCompleted)
        {
            var started = Stopwatch.GetTimestamp();
            await tables.Store.Save([PartitionedTables.Saga("Pending", Start, finishedAt: null)], default);
            var took = Stopwatch.GetElapsedTime(started);
            longest = took > longest ? took : longest;
        }

        Assert.That(await expiring, Is.Zero);
        // As long as the reader reads, for who waits for it. A machine that stands still takes its time, too.
        Assert.That(longest, Is.LessThan(Eventually.Deadline), "the lock is waited for 0.3 s");

        await transaction.RollbackAsync();
        Assert.That(await tables.Expire(Later.AddMinutes(6), 1_000), Is.EqualTo(1_000));
    }

    [Test]
    public async Task What_was_prepared_for_shorter_times_does_not_count_when_longer_ones_are_set()
    {
        await tables.Fill(1_000, Start, "Succeeded", Start);
        await using var reader = await tables.Connect();
        await using var transaction = await reader.BeginTransactionAsync();
        await reader.Execute($"LOCK TABLE ONLY {tables.Table} IN ACCESS SHARE MODE", default);
        await tables.Store.Expire(PartitionedTables.DayAndWeek, Later, default);
        await transaction.RollbackAsync();
        await tables.Store.Save([PartitionedTables.Saga("Succeeded", Start, Start.AddDays(-20))], default);
        var expiry = new TaskExpiry { Results = TimeSpan.FromDays(10) };

        var other = tables.OpenAnother();
        var now = Start.AddDays(9);
        var removed = await Eventually.Get(Together, found => found.Sum() > 0, TimeSpan.FromMinutes(1));

        Assert.That(removed.Sum(), Is.EqualTo(1));
        Assert.That(await tables.CountIn(tables.Table), Is.EqualTo(1_000));

        async Task<long[]> Together()
        {
            var found = await Task.WhenAll(
                tables.Store.Expire(expiry, now, default), other.Expire(expiry, now, default));
            now += TimeSpan.FromMinutes(5.1);
            return found;
        }
    }

    [Test]
    public async Task A_pass_that_is_broken_off_is_in_nobodys_way()
    {
        await tables.Fill(1_000, Start, "Succeeded", Start);
        var partition = (await tables.Find(Start))!;
        await using (var writer = await tables.Connect())
        await using (var transaction = await writer.BeginTransactionAsync())
        {
            await writer.Execute($"UPDATE {tables.Table} SET worker = 'w'", default);
            var now = Later;
            await Eventually.Get(
                () => IsBrokenOff(partition, now += TimeSpan.FromMinutes(5.1)), isBrokenOff => isBrokenOff);
            await transaction.RollbackAsync();
        }

        Assert.That(await tables.Expire(Later.AddDays(1), 1_000), Is.EqualTo(1_000));
        Assert.That(await tables.Find(Start), Is.Null);
    }

    /// <summary>Breaks a pass off while it builds its index, unless it gives that up first: it does after 3 s.</summary>
    private async Task<bool> IsBrokenOff(TaskPartition partition, DateTimeOffset now)
    {
        using var stop = new CancellationTokenSource();
        var expiring = tables.Store.Expire(PartitionedTables.DayAndWeek, now, stop.Token);
        await Eventually.Get(() => Exists($"{partition.Name}_s"), exists => exists);
        await stop.CancelAsync();
        try
        {
            Assert.That(await expiring, Is.Zero);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private Task<bool> Exists(string name) => tables.Query<bool>($"SELECT to_regclass('{name}') IS NOT NULL");
}

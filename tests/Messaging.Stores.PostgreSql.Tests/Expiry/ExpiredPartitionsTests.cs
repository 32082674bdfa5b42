using System.Diagnostics;
using Messaging.StateMachines;
using Messaging.Testing;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class ExpiredPartitionsTests
{
    private PartitionedTables tables = null!;

    private static DateTimeOffset Start { get; } = PartitionedTables.Now;

    private static DateTimeOffset Later { get; } = Start.AddDays(2);

    [SetUp]
    public async Task Open() => tables = await PartitionedTables.Open();

    [TearDown]
    public async Task Close() => await tables.DisposeAsync();

    [Test]
    public async Task A_partition_with_nothing_to_keep_is_dropped_and_leaves_nothing()
    {
        await tables.Fill(1_000, Start, "Succeeded", Start);
        var partition = (await tables.Find(Start))!;

        Assert.That(await tables.Store.Expire(PartitionedTables.DayAndWeek, Later, default), Is.EqualTo(1_000));

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

        await tables.Store.Expire(PartitionedTables.DayAndWeek, Later, default);
        var after = (await tables.Find(Start))!;

        Assert.That(after, Is.EqualTo(before.Next()));
        Assert.That(await Exists(before.Name), Is.False);
        Assert.That(await tables.CountIn(after.Name), Is.EqualTo(1));
        Assert.That(await tables.Query<long>($"SELECT pg_total_relation_size('{after.Name}')"), Is.LessThan(100_000));
        Assert.That(await tables.CountIn($"{tables.Table}_rest"), Is.Zero);

        Assert.That(await tables.Store.Expire(PartitionedTables.DayAndWeek, Start.AddDays(8), default), Is.EqualTo(1));
        Assert.That(await tables.Find(Start), Is.Null);
    }

    [Test]
    public async Task Where_very_many_stay_the_others_are_deleted_in_place()
    {
        await tables.Fill(ExpiredPartitions.MostCopied + 1, Start, "Started", finishedAt: null);
        await tables.Fill(1, Start.AddMilliseconds(1), "Succeeded", Later);
        await tables.Fill(10_000, Start.AddMilliseconds(2), "Succeeded", Start);
        var partition = await tables.Find(Start);

        Assert.That(await tables.Store.Expire(PartitionedTables.DayAndWeek, Later, default), Is.EqualTo(10_000));

        Assert.That(await tables.Find(Start), Is.EqualTo(partition));
        Assert.That(await tables.CountIn(partition!.Name), Is.EqualTo(ExpiredPartitions.MostCopied + 2));
    }

    [Test]
    public async Task Of_several_trackers_one_removes_each_task()
    {
        await tables.Fill(10_000, Start, "Succeeded", Start);

        var removed = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
            () => tables.OpenAnother().Expire(PartitionedTables.DayAndWeek, Later, default))));

        Assert.That(removed.Sum(), Is.EqualTo(10_000));
        Assert.That(removed, Has.Exactly(5).EqualTo(0L));
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
        Assert.That(longest, Is.LessThan(TimeSpan.FromSeconds(10)), "the lock is waited for 0.3 s");

        await transaction.RollbackAsync();
        Assert.That(
            await tables.Store.Expire(PartitionedTables.DayAndWeek, Later.AddMinutes(6), default), Is.EqualTo(1_000));
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

        var removed = await Task.WhenAll(
            tables.Store.Expire(expiry, Start.AddDays(9), default),
            tables.OpenAnother().Expire(expiry, Start.AddDays(9), default));

        Assert.That(removed.Sum(), Is.EqualTo(1));
        Assert.That(await tables.CountIn(tables.Table), Is.EqualTo(1_000));
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
            using var stop = new CancellationTokenSource();
            var expiring = tables.Store.Expire(PartitionedTables.DayAndWeek, Later, stop.Token);
            await Eventually.Get(() => Exists($"{partition.Name}_s"), exists => exists);

            await stop.CancelAsync();
            Assert.That(() => expiring, Throws.InstanceOf<OperationCanceledException>());
            await transaction.RollbackAsync();
        }

        Assert.That(
            await tables.Store.Expire(PartitionedTables.DayAndWeek, Later.AddMinutes(6), default), Is.EqualTo(1_000));
        Assert.That(await tables.Find(Start), Is.Null);
    }

    private Task<bool> Exists(string name) => tables.Query<bool>($"SELECT to_regclass('{name}') IS NOT NULL");
}

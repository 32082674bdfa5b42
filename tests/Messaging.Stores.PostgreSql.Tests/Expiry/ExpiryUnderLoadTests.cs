using System.Collections.Concurrent;
using System.Diagnostics;
using Messaging.StateMachines;
using Messaging.Testing;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class ExpiryUnderLoadTests
{
    private const int Passes = 12;
    private const int Enough = 1_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentBag<TaskSaga> running = [];

    /// <summary>
    /// Tasks that go on, tasks that have just been heard of and tasks that have ended share the partitions that are
    /// replaced meanwhile, by two trackers in turn.
    /// </summary>
    [Test]
    public async Task Nothing_is_lost_and_nobody_fails_while_partitions_are_replaced()
    {
        await using var tables = await PartitionedTables.Open();
        var partitions = await tables.List();
        using var over = new CancellationTokenSource();
        Task[] writers =
        [
            .. Enumerable.Range(0, 4).Select(number => Task.Run(() => Write(tables, partitions, number, over.Token))),
        ];
        var reading = Task.Run(() => Read(tables, over.Token));

        var removed = 0L;
        ITaskStore[] trackers = [tables.Store, tables.OpenAnother()];
        // A pass may find little, or leave it to the next.
        var started = Stopwatch.GetTimestamp();
        for (var pass = 0; pass < Passes || (removed <= Enough && Stopwatch.GetElapsedTime(started) < Longest); pass++)
        {
            var now = partitions[0].From.AddDays(2).AddHours(2 * pass);
            removed += (await Task.WhenAll(Array.ConvertAll(
                trackers, tracker => tracker.Expire(PartitionedTables.DayAndWeek, now, default)))).Sum();
        }

        await over.CancelAsync();
        await Task.WhenAll([.. writers, reading]).WaitAsync(Eventually.Deadline);

        Assert.That(removed, Is.GreaterThan(Enough));
        var known = running.ToDictionary(saga => saga.CorrelationId);
        var stored = await tables.Store.Load(known.Keys, default);
        Assert.That(stored, Has.Count.EqualTo(known.Count));
        foreach (var saga in stored)
        {
            var expected = known[saga.CorrelationId];
            Assert.That((saga.Attempt, saga.Version), Is.EqualTo((expected.Attempt, expected.Version)));
        }
    }

    private async Task Write(
        PartitionedTables tables, List<TaskPartition> partitions, int number, CancellationToken over)
    {
        var own = new List<TaskSaga>();
        for (var round = 0; !over.IsCancellationRequested; round++)
        {
            var idTime = partitions[round % partitions.Count].From.AddMilliseconds(number);
            var started = PartitionedTables.Saga("Started", idTime, finishedAt: null);
            own.Add(started);
            running.Add(started);
            TaskSaga[] written =
            [
                .. own.Where((_, index) => (index + round) % 5 == 0), own[^1],
                .. Enumerable.Range(0, 50).Select(_ => PartitionedTables.Saga("Succeeded", idTime, partitions[0].From)),
            ];
            written = [.. written.DistinctBy(saga => saga.CorrelationId)];
            foreach (var saga in written)
                saga.Attempt++;

            Assert.That(await tables.Store.Save(written, default), Is.Empty);
        }
    }

    private async Task Read(PartitionedTables tables, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            Guid[] taskIds = [.. running.Where(saga => saga.Version > 0).Take(100).Select(saga => saga.CorrelationId)];
            Assert.That(await tables.Store.Load(taskIds, default), Has.Count.EqualTo(taskIds.Length));
            await tables.Store.OpenRevocations(null, 10, default);
        }
    }
}

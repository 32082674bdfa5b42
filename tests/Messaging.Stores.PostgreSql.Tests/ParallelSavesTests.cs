using Messaging.StateMachines;
using Messaging.Testing;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class ParallelSavesTests
{
    /// <summary>Of two that wait for each other, PostgreSQL ends one after a second, and its save fails.</summary>
    [Test]
    public async Task Saves_of_the_same_rows_in_other_orders_do_not_wait_for_each_other_in_a_circle()
    {
        const int rounds = 30;
        await using var tables = new PostgresTables();
        await tables.Store.Prepare(default);
        var other = tables.Open();

        for (var round = 0; round < rounds; round++)
        {
            Guid[] taskIds = [.. Enumerable.Range(0, 500).Select(_ => Guid.NewGuid())];

            var lost = await Task.WhenAll(Save(tables.Store, taskIds), Save(other, [.. taskIds.Reverse()]));

            Assert.That(lost.Sum(), Is.EqualTo(taskIds.Length), "each row is lost by one of the two");
        }
    }

    private static Task<int> Save(ITaskStore store, Guid[] taskIds) => Task.Run(async () =>
    {
        var sagas = Array.ConvertAll(taskIds, taskId => new TaskSaga { CorrelationId = taskId });
        return (await store.Save(sagas, default)).Count;
    });
}

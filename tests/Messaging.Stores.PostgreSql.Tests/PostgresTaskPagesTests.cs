using Messaging.Contracts;
using Messaging.StateMachines;
using Messaging.Testing;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class PostgresTaskPagesTests
{
    private static readonly ListTasks OfNobody = new() { Filter = new TaskFilter { Worker = "nobody" } };

    [Test]
    public async Task A_page_looks_through_ten_thousand_tasks_at_most_and_says_where_it_has_come_to()
    {
        await using var tables = await Tables(tasks: 12_000);

        var first = await tables.Store.List(OfNobody, before: null, default);

        Assert.That(first.Tasks, Is.Empty);
        var behind = $"SELECT count(*) FROM {tables.Prefix}messaging_tasks WHERE id >= '{first.GoOnBefore}'";
        Assert.That(await PostgresTables.Query(behind), Is.InRange(1_000, 10_000));
    }

    [Test]
    public async Task Going_on_looks_through_each_task_once()
    {
        await using var tables = await Tables(tasks: 3_500);

        var looked = new List<Guid>();
        for (var page = await tables.Store.List(OfNobody, before: null, default); page.GoOnBefore is { } before;
            page = await tables.Store.List(OfNobody, before, default))
        {
            looked.Add(before);
        }

        Assert.That(looked, Is.Ordered.Descending.And.Unique);
        Assert.That(looked, Has.Count.LessThan(6));
    }

    [Test]
    public async Task Tasks_are_found_however_old_and_however_far_in_the_future()
    {
        await using var tables = await Tables(tasks: 0);
        var sagas = Array.ConvertAll(
            [1971, 2020, 2025, 2999], year => AtTime(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        await tables.Store.Save(sagas, default);

        var page = await tables.Store.List(new ListTasks(), before: null, default);

        Assert.That(
            page.Tasks.Select(task => task.TaskId), Is.EqualTo(sagas.Select(saga => saga.CorrelationId).Reverse()));
        Assert.That(page.GoOnBefore, Is.Null);
    }

    private static async Task<PostgresTables> Tables(int tasks)
    {
        var tables = new PostgresTables();
        await tables.Store.Prepare(default);
        foreach (var chunk in Enumerable.Range(0, tasks).Select(_ => AtTime(TimeProvider.System.GetUtcNow())).Chunk(4_000))
            await tables.Store.Save(chunk, default);

        return tables;
    }

    private static TaskSaga AtTime(DateTimeOffset time) =>
        new() { CorrelationId = Guid.CreateVersion7(time), CurrentState = "Pending" };
}

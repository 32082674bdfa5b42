using Messaging.StateMachines;
using Messaging.Testing;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class PostgresSchemaTests
{
    [Test]
    public async Task Trackers_that_start_together_apply_the_schema_once()
    {
        await using var tables = new PostgresTables();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tables.Open().Prepare(default)));

        var files = typeof(PostgresTaskStore).Assembly.GetManifestResourceNames();
        var applied = $"SELECT count(*) FROM {tables.Prefix}messaging_schema";
        Assert.That(await PostgresTables.Query(applied), Is.EqualTo((long)files.Length));
        Assert.That(await tables.Store.Save([new TaskSaga { CorrelationId = Guid.NewGuid() }], default), Is.Empty);
    }

    [Test]
    public async Task Stores_with_different_prefixes_know_nothing_of_each_other()
    {
        await using var tables = new PostgresTables();
        await using var others = new PostgresTables();
        await tables.Store.Prepare(default);
        await others.Store.Prepare(default);
        var saga = new TaskSaga { CorrelationId = Guid.NewGuid(), CurrentState = "Pending" };

        await tables.Store.Save([saga], default);

        Assert.That(await tables.Store.Load([saga.CorrelationId], default), Has.Count.EqualTo(1));
        Assert.That(await others.Store.Load([saga.CorrelationId], default), Is.Empty);
    }

    [Test]
    public async Task Stores_with_one_prefix_share_what_they_know()
    {
        await using var tables = new PostgresTables();
        await tables.Store.Prepare(default);
        var saga = new TaskSaga { CorrelationId = Guid.NewGuid(), CurrentState = "Pending" };

        await tables.Store.Save([saga], default);

        Assert.That(await tables.Open().Load([saga.CorrelationId], default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_prefix_may_have_what_a_table_name_may_not()
    {
        await using var tables = new PostgresTables("a-b.c_");

        await tables.Store.Prepare(default);

        Assert.That(
            await PostgresTables.Query($"SELECT to_regclass('{tables.Prefix}messaging_tasks') IS NOT NULL"), Is.True);
        Assert.That(tables.Prefix, Does.EndWith("_a_b_c_"));
    }
}

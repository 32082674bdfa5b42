using Messaging.Testing;
using Microsoft.EntityFrameworkCore;

namespace Messaging.Stores.EntityFrameworkCore.Tests;

/// <summary>The model against the table that the trackers make.</summary>
public sealed class TaskModelTests
{
    [Test]
    public async Task Every_column_of_the_table_is_mapped_with_its_type_and_no_other()
    {
        await using var tables = await TaskTables.Prepare();
        var table = tables.Context.Model.GetRelationalModel().Tables.Single();

        var mapped = table.Columns.Select(column => $"{column.Name} {column.StoreType}");

        Assert.That(table.Name, Is.EqualTo(tables.Table));
        Assert.That(mapped, Is.EquivalentTo(await Columns(tables, "true")));
    }

    [Test]
    public async Task No_column_that_may_be_null_is_mapped_to_a_property_that_may_not()
    {
        await using var tables = await TaskTables.Prepare();
        var table = tables.Context.Model.GetRelationalModel().Tables.Single();

        var required = table.Columns.Where(column => !column.IsNullable).Select(column => column.Name).ToArray();

        Assert.That(required, Is.SubsetOf(
            (await Columns(tables, "attnotnull")).Select(column => column.Split(' ')[0])).And.Not.Empty);
    }

    [Test]
    public async Task Contexts_with_different_prefixes_read_different_tables()
    {
        await using var tables = await TaskTables.Prepare(SampleSagas.Empty());
        await using var others = await TaskTables.Prepare();

        Assert.That(await tables.Context.Tasks.CountAsync(), Is.EqualTo(1));
        Assert.That(await others.Context.Tasks.CountAsync(), Is.Zero);
    }

    private static async Task<string[]> Columns(TaskTables tables, string which)
    {
        var columns = await PostgresTables.Query(
            $"""
            SELECT array_agg(attname || ' ' || format_type(atttypid, atttypmod)) FROM pg_attribute
            WHERE attrelid = '{tables.Table}'::regclass AND attnum > 0 AND NOT attisdropped AND {which}
            """);
        return (string[])columns!;
    }
}

using Messaging.Testing;

namespace Messaging.PostgreSql.Tests;

public sealed class ReadRowsTests
{
    private const int Messages = 20_000;

    [Test]
    public async Task What_is_read_does_not_grow_with_what_waits_whatever_the_planner_knows()
    {
        await using var schema = new TestSchema();
        await using (var sender = schema.Open())
        {
            await sender.Declare();
            await sender.Send([.. Enumerable.Range(0, Messages).Select(number => $"{number}")]);
        }

        // Now it knows that nearly all of them are in one queue and have one priority.
        await PostgresTables.Query($"ANALYZE {schema.Name}.message");
        var before = await Read(schema);
        await using (var broker = schema.Open())
        {
            var held = await broker.Take(10);
            await broker.Renew(Use.Queue, [.. held.Select(message => message.Lock)], default);
            await broker.Delete(Use.Queue, [.. held.Select(message => message.Lock)], default);
            await broker.Receive("empty", 10, default);
        }

        Assert.That(await Read(schema), Is.InRange(before, before + 200));
    }

    /// <summary>Rows that were found by any index, or without one. Sessions tell it when they end.</summary>
    private static async Task<long> Read(TestSchema schema)
    {
        await Eventually.Get(
            () => PostgresTables.Query(
                $"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{schema.Name}'"),
            open => open is 0L);
        return (long)(await PostgresTables.Query(
            "SELECT (coalesce(sum(seq_tup_read), 0) + coalesce(sum(idx_tup_fetch), 0))::bigint "
            + $"FROM pg_stat_all_tables WHERE schemaname = '{schema.Name}' AND relname = 'message'"))!;
    }
}

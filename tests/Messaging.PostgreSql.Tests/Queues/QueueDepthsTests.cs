using Messaging.Testing;

namespace Messaging.PostgreSql.Tests;

public sealed class QueueDepthsTests : SchemaFixture
{
    [Test]
    public async Task A_purge_ends_while_messages_come_and_leaves_those()
    {
        await Broker.Send("1", "2", "3");
        // Something new comes whenever something was removed.
        await PostgresTables.Query(
            $"CREATE FUNCTION {Schema.Name}.refill() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN "
            + $"INSERT INTO {Schema.Name}.message (queue, rank, message_id, properties, body) "
            + $"SELECT id, 0, gen_random_uuid(), '', 'new' FROM {Schema.Name}.queue; RETURN NULL; END$$; "
            + $"CREATE TRIGGER refill AFTER DELETE ON {Schema.Name}.message FOR EACH ROW "
            + $"EXECUTE FUNCTION {Schema.Name}.refill()");

        var removed = await Broker.Purge(Use.Queue, default).WaitAsync(Eventually.Deadline);

        Assert.That(removed, Is.EqualTo(3));
        Assert.That((await Broker.Take(3)).Select(message => message.Text()), Is.All.EqualTo("new"));
    }

    [Test]
    public async Task No_more_than_a_hundred_thousand_are_counted_of_each_kind()
    {
        await PostgresTables.Query(
            $"INSERT INTO {Schema.Name}.message (queue, rank, due, message_id, properties, body) "
            + "SELECT queue.id, 9, later.due, gen_random_uuid(), '', '' "
            + $"FROM {Schema.Name}.queue, generate_series(1, 100001), "
            + "(VALUES (NULL), (clock_timestamp() + interval '1 hour')) AS later (due)");

        var depth = await Broker.Measure(Use.Queue, default);

        Assert.That((depth!.Waiting, depth.Held, depth.Later), Is.EqualTo((100_000L, 0L, 100_000L)));
    }
}

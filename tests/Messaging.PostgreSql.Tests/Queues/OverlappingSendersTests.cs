using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Messaging.PostgreSql.Tests;

/// <summary>Ids are given out before they are committed, so that a higher one may be there first.</summary>
public sealed class OverlappingSendersTests
{
    private readonly LaterTime time = new();

    [Test]
    public async Task A_message_that_is_committed_after_one_with_a_higher_id_is_received_next()
    {
        await using var schema = new TestSchema();
        await using var broker = new PostgresPullBroker(schema.Settings, time, NullLogger.Instance);
        await broker.Declare();
        await using var other = new NpgsqlConnection(schema.Settings.Connection.ConnectionString);
        await other.OpenAsync();
        for (var round = 0; round < 3; round++)
        {
            // Nothing has been taken for longer than a message may be on its way.
            time.Advance(TimeSpan.FromSeconds(31));
            await using var slow = await other.BeginTransactionAsync();
            await Insert(other, schema.Name, $"slow {round}");
            await broker.Send($"fast {round}");
            Assert.That((await broker.Take(1))[0].Text(), Is.EqualTo($"fast {round}"));

            await slow.CommitAsync();

            var next = await broker.Receive(Use.Queue, 10, default);
            Assert.That(next.Select(message => message.Text()), Is.EqualTo(new[] { $"slow {round}" }));
        }
    }

    private static async Task Insert(NpgsqlConnection connection, string schema, string body)
    {
        await using var command = new NpgsqlCommand(
            $"INSERT INTO {schema}.message (queue, rank, message_id, properties, body) "
            + $"SELECT id, 9, gen_random_uuid(), '', convert_to($1, 'UTF8') FROM {schema}.queue",
            connection)
        {
            Parameters = { new() { Value = body } },
        };
        await command.ExecuteNonQueryAsync();
    }
}

using Messaging.Hosting;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>What operators ask about a queue.</summary>
internal sealed class QueueDepths(BrokerDatabase database, QueueTable queues)
{
    private const int PurgedAtOnce = 5_000;

    // The oldest of each priority is the first in the index; of all together it would have to be searched.
    private readonly string measureSql = database.Sql(
        "SELECT "
        + "(SELECT count(*) FROM {schema}.message WHERE message.queue = queue.id AND due IS NULL), "
        + "coalesce(later.lapsed, 0), coalesce(later.held, 0), coalesce(later.delayed, 0), "
        + "extract(epoch FROM clock_timestamp() - (SELECT min(first.sent_at) FROM generate_series(0, 9) AS rank, "
        + "LATERAL (SELECT sent_at FROM {schema}.message WHERE message.queue = queue.id AND due IS NULL "
        + "AND ROW(message.rank, message.id) >= ROW(rank.rank::smallint, 0::bigint) "
        + "AND message.rank <= rank.rank::smallint "
        + "ORDER BY message.rank, message.id LIMIT 1) AS first))::float8 "
        + "FROM {schema}.queue, LATERAL (SELECT count(*) FILTER (WHERE due <= clock_timestamp()) AS lapsed, "
        + "count(*) FILTER (WHERE due > clock_timestamp() AND lock IS NOT NULL) AS held, "
        + "count(*) FILTER (WHERE due > clock_timestamp() AND lock IS NULL) AS delayed "
        + "FROM {schema}.message WHERE message.queue = queue.id AND due IS NOT NULL) AS later "
        + "WHERE queue.name = $1");

    private readonly string purgeSql = database.Sql(
        "WITH purged AS (SELECT (SELECT id FROM {schema}.queue WHERE name = $1) AS queue) "
        + "DELETE FROM {schema}.message WHERE ctid = ANY (ARRAY(SELECT message.ctid FROM {schema}.message "
        + "WHERE message.queue = (SELECT queue FROM purged) AND due IS NULL "
        + "ORDER BY rank, id LIMIT $2 FOR UPDATE SKIP LOCKED)) "
        + "OR ctid = ANY (ARRAY(SELECT message.ctid FROM {schema}.message "
        + "WHERE message.queue = (SELECT queue FROM purged) AND due IS NOT NULL "
        + "AND (lock IS NULL OR due <= clock_timestamp()) ORDER BY due LIMIT $2 FOR UPDATE SKIP LOCKED))");

    public Task<QueueDepth?> Measure(string queue, CancellationToken cancellationToken) => database.Use(
        async connection =>
        {
            await queues.RemoveIdle(connection);
            await using var command = new NpgsqlCommand(measureSql, connection);
            command.Parameters.Add(SqlValues.Value(queue));
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            return await rows.ReadAsync(cancellationToken)
                ? new QueueDepth(
                    Waiting: rows.GetInt64(0) + rows.GetInt64(1),
                    Held: rows.GetInt64(2),
                    Later: rows.GetInt64(3),
                    Oldest: rows.IsDBNull(4) ? null : TimeSpan.FromSeconds(Math.Max(0, rows.GetDouble(4))))
                : null;
        },
        cancellationToken);

    public async Task<long> Purge(string queue, CancellationToken cancellationToken)
    {
        for (var all = 0L; ;)
        {
            var purged = await database.Use(
                async connection =>
                {
                    await using var command = new NpgsqlCommand(purgeSql, connection)
                    {
                        Parameters = { SqlValues.Value(queue), SqlValues.Value(PurgedAtOnce) },
                    };
                    return await command.ExecuteNonQueryAsync(cancellationToken);
                },
                cancellationToken);
            if (purged == 0)
                return all;

            all += purged;
        }
    }
}

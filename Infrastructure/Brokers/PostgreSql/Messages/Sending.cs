using Messaging.PullTransport;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>
/// Sends a batch in one round trip of two transactions: queues that are not there are made and the messages are
/// inserted, both or neither, as whoever is told of a failure sends them again; once they are committed those who wait
/// are woken (see the function <c>wake</c>).
/// </summary>
internal sealed class Sending(BrokerDatabase database, WakeUp wakeUp)
{
    private const int MostMessages = 2_000;

    // PostgreSQL takes no parameter of a gigabyte, and needs several times what it takes.
    private const long MostBytes = 16 * 1024 * 1024;

    private readonly string queuesSql = database.Sql(
        "INSERT INTO {schema}.queue (name, delete_when_idle) "
        + "SELECT wanted.name, wanted.idle FROM unnest($1, $2) AS wanted (name, idle) "
        + "WHERE NOT EXISTS (SELECT FROM {schema}.queue WHERE queue.name = wanted.name) "
        + "ORDER BY wanted.name ON CONFLICT (name) DO NOTHING");

    private readonly string toQueuesSql = database.Sql(
        "WITH target (ids) AS (SELECT array_agg(coalesce(queue.id, 0) ORDER BY wanted.place) "
        + "FROM unnest($1) WITH ORDINALITY AS wanted (name, place) "
        + "LEFT JOIN {schema}.queue ON queue.name = wanted.name) "
        + $"{InsertSql} SELECT (SELECT ids FROM target)[sent.target], {ColumnsSql} FROM {RowsSql} "
        + "WHERE (SELECT ids FROM target)[sent.target] > 0 ORDER BY sent.place");

    private readonly string anywhereSql = database.Sql(
        "WITH route (place, queue) AS MATERIALIZED ("
        + "SELECT wanted.place, queue.id FROM unnest($1) WITH ORDINALITY AS wanted (name, place) "
        + "JOIN {schema}.queue ON queue.name = wanted.name "
        + "UNION ALL SELECT reached.place + cardinality($1), reached.queue FROM {schema}.reached($8) AS reached) "
        + $"{InsertSql} SELECT route.queue, {ColumnsSql} FROM {RowsSql} JOIN route ON route.place = sent.target "
        + "ORDER BY sent.place");

    private const string InsertSql =
        "INSERT INTO {schema}.message (queue, rank, due, message_id, properties, body)";

    private const string ColumnsSql =
        "9 - sent.priority, clock_timestamp() + sent.delay * interval '1 second', sent.id, sent.properties, sent.body";

    private const string RowsSql =
        "unnest($2, $3, $4, $5, $6, $7) "
        + "WITH ORDINALITY AS sent (target, priority, delay, id, properties, body, place)";

    public async Task Send(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var failures = new Exception?[messages.Count];
        for (var start = 0; start < messages.Count;)
        {
            var (end, bytes) = (start, 0L);
            while (end < messages.Count && end - start < MostMessages)
            {
                bytes += messages[end].Content.Body.Length + messages[end].Content.Properties.Length;
                if (end > start && bytes > MostBytes)
                    break;
                end++;
            }

            var part = new SendBatch(messages, start, end);
            try
            {
                await database.Use(connection => Send(connection, part), cancellationToken);
            }
            catch (Exception exception) when (part.Messages.Length < messages.Count)
            {
                // What is wrong with the messages of one part is not wrong with the others.
                var endsAll = exception is BrokerUnavailableException or OperationCanceledException;
                if (endsAll && start == 0)
                    throw;
                if (endsAll)
                    end = messages.Count;
                Array.Fill(failures, exception, start, end - start);
            }

            start = end;
        }

        if (Array.Exists(failures, failure => failure is not null))
            throw new PartialSendException(failures);
    }

    /// <summary>Makes queues that are not there.</summary>
    public NpgsqlBatchCommand Make(string[] queues, TimeSpan?[] idle) =>
        new(queuesSql) { Parameters = { SqlValues.Array(queues), SqlValues.Array(idle) } };

    private async Task<int> Send(NpgsqlConnection connection, SendBatch part)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (part.Queues.Length > 0)
            batch.BatchCommands.Add(Make(part.Queues, part.DeleteWhenIdle));
        batch.BatchCommands.Add(Insert(part));
        batch.BatchCommands.Add(wakeUp.Command(part.Queues, part.Topics));
        try
        {
            return await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (PostgresException exception) when (wakeUp.IsAllThatFailed(exception))
        {
            return 0;
        }
    }

    private NpgsqlBatchCommand Insert(SendBatch part)
    {
        var command = new NpgsqlBatchCommand(part.Topics.Length == 0 ? toQueuesSql : anywhereSql)
        {
            // The transaction ends here.
            AppendErrorBarrier = true,
            Parameters =
            {
                SqlValues.Array(part.Queues),
                SqlValues.Array(part.Targets),
                SqlValues.Array(part.Messages, message => (short)Math.Min(message.Priority, QueueFloor.Highest)),
                SqlValues.Array(
                    part.Messages,
                    message => message.Delay > TimeSpan.Zero ? message.Delay.TotalSeconds : (double?)null),
                SqlValues.Array(part.Messages, message => message.Content.Id),
                SqlValues.Array(part.Messages, message => message.Content.Properties),
                SqlValues.Array(part.Messages, message => message.Content.Body),
            },
        };
        if (part.Topics.Length > 0)
            command.Parameters.Add(SqlValues.Array(part.Topics));
        return command;
    }
}

using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>Counts tasks.</summary>
internal sealed class PostgresTaskCounts(NpgsqlDataSource database, string table)
{
    /// <summary>
    /// Compiling such a query for 50 partitions takes PostgreSQL a second, and counting five million rows hardly more.
    /// </summary>
    private const string WithoutCompiling = "SELECT set_config('jit', 'off', true)";

    public async Task<TaskCounts> Count(TaskFilter filter, CountBy by, CancellationToken cancellationToken)
    {
        var name = by == CountBy.NameAndState ? "name" : "NULL";
        var sql = new TaskFilterSql(filter);
        await using var batch = Batch(
            sql, $"SELECT {name}, state, count(*) FROM {table} WHERE {sql.All} GROUP BY 1, 2");

        var groups = new List<(string?, string, long)>();
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            groups.Add((TaskRows.Text(rows, 0), rows.GetString(1), rows.GetInt64(2)));

        return TaskCountsOf.Groups(groups, by);
    }

    /// <summary>
    /// One walk through the index of what has not ended. In <c>greatest</c> and <c>min</c> an unknown time does not
    /// count.
    /// </summary>
    public async Task<TaskBacklog> Backlog(string? queue, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = new TaskFilterSql(new TaskFilter { Queue = queue, States = TaskStates.Open });
        var time = open.Parameter(now.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        await using var batch = Batch(
            open,
            $"""
            WITH open AS MATERIALIZED (
                SELECT
                    id,
                    queue,
                    greatest(submitted_at, eta) AS since,
                    CASE
                        WHEN state = 'Started' THEN 'running'
                        WHEN state = 'Retrying' OR state = 'Scheduled' AND eta > {time} THEN 'later'
                        ELSE 'waiting'
                    END AS kind
                FROM {table} WHERE {open.All}
            ), queues AS (
                SELECT
                    queue,
                    count(*) FILTER (WHERE kind = 'waiting') AS waiting,
                    count(*) FILTER (WHERE kind = 'running') AS running,
                    count(*) FILTER (WHERE kind = 'later') AS later,
                    min(since) FILTER (WHERE kind = 'waiting') AS since
                FROM open GROUP BY queue
            )
            SELECT DISTINCT ON (queues.queue COLLATE "C")
                queues.queue, waiting, running, later, queues.since, open.id
            FROM queues LEFT JOIN open ON open.kind = 'waiting' AND open.since = queues.since
                AND open.queue IS NOT DISTINCT FROM queues.queue
            ORDER BY queues.queue COLLATE "C" NULLS FIRST, open.id
            """);
        return await Read(batch, cancellationToken);
    }

    /// <summary>One transaction, in which the first command sets up the second.</summary>
    private NpgsqlBatch Batch(TaskFilterSql filter, string sql)
    {
        var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(WithoutCompiling));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        filter.AddTo(batch.BatchCommands[1].Parameters);
        return batch;
    }

    private static async Task<TaskBacklog> Read(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        var queues = new List<QueueBacklog>();
        while (await rows.ReadAsync(cancellationToken))
        {
            queues.Add(new QueueBacklog
            {
                Queue = TaskRows.Text(rows, 0),
                Waiting = rows.GetInt64(1),
                Running = rows.GetInt64(2),
                Later = rows.GetInt64(3),
                OldestSince = TaskRows.Time(rows, 4),
                OldestTaskId = TaskRows.Id(rows, 5),
            });
        }

        return new TaskBacklog { Queues = queues };
    }
}

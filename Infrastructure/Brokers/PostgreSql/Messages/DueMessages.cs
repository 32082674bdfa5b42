using System.Collections.Concurrent;
using Messaging.PullTransport;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>
/// Has messages wait again whose time has come: whose lock has run out, that were put back, or that were for later.
/// </summary>
internal sealed class DueMessages(BrokerDatabase database, QueueTable queues, TimeProvider time)
{
    private const int MostAtOnce = 2_000;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RemoveAgain = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<(string Queue, long Lock)> unsure = new();
    private long nextRemoval;

    private readonly string dueSql = database.Sql(
        "UPDATE {schema}.message SET due = NULL, lock = NULL WHERE ctid = ANY (ARRAY("
        + "SELECT message.ctid FROM {schema}.message "
        + "WHERE queue = (SELECT id FROM {schema}.queue WHERE name = $1) AND due > (SELECT coalesce($2, '-infinity')) "
        + "AND due <= (SELECT clock_timestamp()) "
        + "ORDER BY due LIMIT $3 FOR UPDATE SKIP LOCKED)) RETURNING id, 9 - rank");

    private readonly string touchSql = database.Sql(
        "UPDATE {schema}.queue SET touched_at = clock_timestamp() WHERE name = $1 "
        + "AND delete_when_idle IS NOT NULL AND touched_at < clock_timestamp() - delete_when_idle / 4");

    private readonly string lookSql = database.Sql(
        "SELECT queue.id, (SELECT extract(epoch FROM message.due - clock_timestamp())::float8 FROM {schema}.message "
        + "WHERE message.queue = queue.id AND message.due > (SELECT coalesce($2, '-infinity')) "
        + "ORDER BY message.due LIMIT 1), clock_timestamp() "
        + "FROM {schema}.queue WHERE name = $1");

    private readonly string releaseSql = database.Sql(
        "UPDATE {schema}.message SET due = clock_timestamp(), lock = NULL, deliveries = deliveries - 1 "
        + "WHERE queue = (SELECT id FROM {schema}.queue WHERE name = $1) AND due IS NOT NULL AND lock = $2");

    /// <summary>Looks for what is due, and when to look again.</summary>
    /// <returns>How many messages wait again.</returns>
    /// <exception cref="BrokerUnavailableException">The queue is gone that this process has declared.</exception>
    public async Task<int> Look(NpgsqlConnection connection, string name, KnownQueue queue, SearchStart start)
    {
        await RemoveIdleQueues(connection);
        var now = time.GetTimestamp();
        queue.NeedsLook = false;
        await using var batch = Batch(connection, name, start);
        await using var rows = await batch.ExecuteReaderAsync(CancellationToken.None);
        // The first answer means nothing.
        await rows.NextResultAsync(CancellationToken.None);
        var found = 0;
        for (; await rows.ReadAsync(CancellationToken.None); found++)
            queue.Floor.Back((byte)rows.GetInt32(1), rows.GetInt64(0));

        await rows.NextResultAsync(CancellationToken.None);
        if (!await rows.ReadAsync(CancellationToken.None))
            return NotThere(name, queue, now);

        queue.Id = rows.GetInt32(0);
        if (found < MostAtOnce)
            queue.Floor.NothingDue(rows.GetDateTime(2));
        queue.NextDue = await rows.IsDBNullAsync(1, CancellationToken.None)
            ? long.MaxValue
            : now + Ticks(TimeSpan.FromSeconds(Math.Clamp(rows.GetDouble(1), 0, 86_400)));
        queue.NextLook = now + Ticks(LookAgain);
        return found;
    }

    /// <summary>Has messages wait again that a lost call has perhaps locked, soon.</summary>
    public void Release(string queue, long holder) => unsure.Enqueue((queue, holder));

    /// <summary>Does what <see cref="Release"/> was told.</summary>
    public async Task ReleaseUnsure(NpgsqlConnection connection)
    {
        while (unsure.TryPeek(out var lost))
        {
            await using var command = new NpgsqlCommand(releaseSql, connection)
            {
                Parameters = { SqlValues.Value(lost.Queue), SqlValues.Value(lost.Lock) },
            };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            // Twice does no harm.
            unsure.TryDequeue(out _);
            queues.Get(lost.Queue).NextDue = 0;
        }
    }

    private NpgsqlBatch Batch(NpgsqlConnection connection, string name, SearchStart start) => new(connection)
    {
        BatchCommands =
        {
            Settling.NotOnDisk(),
            new NpgsqlBatchCommand(dueSql)
            {
                Parameters = { SqlValues.Value(name), SqlValues.Time(start.Due), SqlValues.Value(MostAtOnce) },
            },
            new NpgsqlBatchCommand(touchSql) { Parameters = { SqlValues.Value(name) } },
            new NpgsqlBatchCommand(lookSql)
            {
                Parameters = { SqlValues.Value(name), SqlValues.Time(start.Due) },
            },
        },
    };

    private async Task RemoveIdleQueues(NpgsqlConnection connection)
    {
        var now = time.GetTimestamp();
        if (now < Volatile.Read(ref nextRemoval))
            return;

        Volatile.Write(ref nextRemoval, now + Ticks(RemoveAgain));
        await queues.RemoveIdle(connection);
    }

    private int NotThere(string name, KnownQueue queue, long now)
    {
        queue.Id = 0;
        queue.NextLook = now + Ticks(LookAgain);
        return !queue.IsDeclared ? 0 : throw new BrokerUnavailableException(
            $"The queue '{name}' is gone from the PostgreSQL broker {database.Settings.Description}: it was removed by "
            + "hand, or nobody used it for as long as it may be idle. It is declared anew.");
    }

    private long Ticks(TimeSpan span) => (long)Math.Ceiling(span.TotalSeconds * time.TimestampFrequency);
}

using System.Collections.Concurrent;
using Messaging.PullTransport;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>
/// Hands out messages. From time to time it first looks for what has come due: locks that have run out and messages for
/// later. That is whenever something is known to be due, and once a second, so that most calls do without.
/// <para>
/// That a message is held need not be on the disk: if the server crashes and forgets it, the message waits again, which is
/// no worse than a holder that is lost.
/// </para>
/// </summary>
internal sealed class Receiving(BrokerDatabase database, QueueTable queues, TimeProvider time)
{
    /// <summary>The most messages that one call hands out.</summary>
    public const int MostAtOnce = 1_000;

    private const int MostDueAtOnce = 2_000;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<(string Queue, long Lock)> unsure = new();

    private readonly string dueSql = database.Sql(
        "UPDATE {schema}.message SET due = NULL, lock = NULL WHERE ctid = ANY (ARRAY("
        + "SELECT message.ctid FROM {schema}.message "
        + "WHERE queue = (SELECT id FROM {schema}.queue WHERE name = $1) AND due > (SELECT coalesce($2, '-infinity')) "
        + "AND due <= (SELECT clock_timestamp()) "
        + "ORDER BY due LIMIT $3 FOR UPDATE SKIP LOCKED)) RETURNING id, priority");

    private readonly string touchSql = database.Sql(
        "UPDATE {schema}.queue SET touched_at = clock_timestamp() WHERE name = $1 "
        + "AND delete_when_idle IS NOT NULL AND touched_at < clock_timestamp() - delete_when_idle / 4");

    private readonly string lookSql = database.Sql(
        "SELECT queue.id, (SELECT extract(epoch FROM message.due - clock_timestamp())::float8 FROM {schema}.message "
        + "WHERE message.queue = queue.id AND message.due > (SELECT coalesce($2, '-infinity')) "
        + "ORDER BY message.due LIMIT 1), clock_timestamp() "
        + "FROM {schema}.queue WHERE name = $1");

    // By the place of their rows, as they are locked: nothing is looked up twice, and there is no other way to run it.
    private readonly string takeSql = database.Sql(
        "UPDATE {schema}.message SET due = clock_timestamp() + $3, lock = $4, deliveries = deliveries + 1 "
        + "WHERE ctid = ANY (ARRAY(SELECT found.ctid FROM unnest($5) WITH ORDINALITY AS first (id, place), "
        + "LATERAL (SELECT message.ctid FROM {schema}.message WHERE message.queue = $1 AND message.due IS NULL "
        + "AND message.priority = (10 - first.place)::smallint AND message.id >= first.id "
        + "ORDER BY message.id LIMIT $2 FOR UPDATE SKIP LOCKED) AS found LIMIT $2)) "
        + "RETURNING id, message_id, priority, deliveries - 1, "
        + "extract(epoch FROM clock_timestamp() - sent_at)::float8, properties, body");

    private readonly string releaseSql = database.Sql(
        "UPDATE {schema}.message SET due = clock_timestamp(), lock = NULL, deliveries = deliveries - 1 "
        + "WHERE queue = (SELECT id FROM {schema}.queue WHERE name = $1) AND due IS NOT NULL AND lock = $2");

    public async Task<IReadOnlyList<HeldMessage>> Receive(
        string name, int limit, CancellationToken cancellationToken)
    {
        var queue = queues.Get(name);
        var isSignalled = queue.Signal.Reset();
        var holder = Random.Shared.NextInt64(1, long.MaxValue);
        var begun = false;
        try
        {
            return await database.Use(
                async connection =>
                {
                    var start = queue.Floor.Start();
                    var mayBeMore = await Release(connection) || isSignalled || start.IsWhole;
                    if (mayBeMore || time.GetTimestamp() >= queue.NextLook)
                    {
                        await Look(connection, name, queue, start);
                        start = start.IsWhole ? start : queue.Floor.Start();
                    }

                    if (queue.Id == 0)
                        return [];

                    // From here on nothing is given up, or messages would be locked and nobody would have them.
                    begun = true;
                    var most = Math.Min(limit, MostAtOnce);
                    var messages = await Take(connection, queue, most, holder, start);
                    queue.MayHaveMore = messages.Count == most;
                    return messages;
                },
                cancellationToken);
        }
        catch (BrokerUnavailableException) when (begun)
        {
            // It may have been done before the connection was lost.
            unsure.Enqueue((name, holder));
            throw;
        }
    }

    private async Task<bool> Release(NpgsqlConnection connection)
    {
        var hasReleased = false;
        while (unsure.TryPeek(out var lost))
        {
            await using var command = new NpgsqlCommand(releaseSql, connection)
            {
                Parameters = { SqlValues.Value(lost.Queue), SqlValues.Value(lost.Lock) },
            };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            // Twice does no harm.
            unsure.TryDequeue(out _);
            queues.Get(lost.Queue).NextLook = 0;
            hasReleased = true;
        }

        return hasReleased;
    }

    private async Task Look(
        NpgsqlConnection connection, string name, KnownQueue queue, SearchStart start)
    {
        var now = time.GetTimestamp();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Settling.NotOnDisk());
        batch.BatchCommands.Add(new NpgsqlBatchCommand(dueSql)
        {
            Parameters = { SqlValues.Value(name), SqlValues.Time(start.Due), SqlValues.Value(MostDueAtOnce) },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(touchSql) { Parameters = { SqlValues.Value(name) } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(lookSql)
        {
            Parameters = { SqlValues.Value(name), SqlValues.Time(start.Due) },
        });
        await using var rows = await batch.ExecuteReaderAsync(CancellationToken.None);
        // The first answer means nothing.
        await rows.NextResultAsync(CancellationToken.None);
        var found = 0;
        for (; await rows.ReadAsync(CancellationToken.None); found++)
            queue.Floor.Back((byte)rows.GetInt16(1), rows.GetInt64(0));
        await rows.NextResultAsync(CancellationToken.None);

        var isThere = await rows.ReadAsync(CancellationToken.None);
        queue.Id = isThere ? rows.GetInt32(0) : 0;
        if (isThere && found < MostDueAtOnce)
            queue.Floor.NothingDue(rows.GetDateTime(2));
        var due = isThere && !await rows.IsDBNullAsync(1, CancellationToken.None)
            ? TimeSpan.FromSeconds(Math.Clamp(rows.GetDouble(1), 0, 86_400))
            : (TimeSpan?)null;
        queue.NextDue = due is { } wait ? now + Ticks(wait) : long.MaxValue;
        queue.NextLook = Math.Min(queue.NextDue, now + Ticks(LookAgain));

        if (!isThere && queue.IsDeclared)
        {
            queue.NextLook = 0;
            throw new BrokerUnavailableException(
                $"The queue '{name}' is gone from the PostgreSQL broker {database.Settings.Description}: it was "
                + "removed by hand, or nobody used it for as long as it may be idle. It is declared anew.");
        }
    }

    private async Task<List<HeldMessage>> Take(
        NpgsqlConnection connection, KnownQueue queue, int limit, long holder, SearchStart start)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Settling.NotOnDisk());
        batch.BatchCommands.Add(new NpgsqlBatchCommand(takeSql)
        {
            Parameters =
            {
                SqlValues.Value(queue.Id),
                SqlValues.Value(limit),
                SqlValues.Interval(database.Settings.LockTime),
                SqlValues.Value(holder),
                SqlValues.Array(start.Ids),
            },
        });
        await using var rows = await batch.ExecuteReaderAsync(CancellationToken.None);
        await rows.NextResultAsync(CancellationToken.None);

        var messages = new List<(long Id, HeldMessage Message)>();
        while (await rows.ReadAsync(CancellationToken.None))
        {
            var message = Read(rows, holder);
            messages.Add((rows.GetInt64(0), message));
            queue.Floor.Taken(message.Priority, rows.GetInt64(0));
        }

        messages.Sort(static (one, other) => (-one.Message.Priority, one.Id).CompareTo((-other.Message.Priority, other.Id)));
        return messages.ConvertAll(static message => message.Message);
    }

    private long Ticks(TimeSpan span) => (long)Math.Ceiling(span.TotalSeconds * time.TimestampFrequency);

    private static HeldMessage Read(NpgsqlDataReader row, long holder) => new(
        new MessageLock(new Receipt(row.GetInt64(0), holder)),
        new MessageContent(row.GetGuid(1), row.GetFieldValue<byte[]>(5), row.GetFieldValue<byte[]>(6)),
        (byte)row.GetInt16(2),
        row.GetInt32(3),
        TimeSpan.FromSeconds(Math.Max(0, row.GetDouble(4))));
}

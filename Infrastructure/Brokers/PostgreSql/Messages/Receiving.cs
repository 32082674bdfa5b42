using Messaging.PullTransport;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>
/// Hands out messages. What has come due is looked for first if something is known to be due, or once a second while
/// messages come; otherwise only when there is nothing else, so that whoever was woken by a message has it at once.
/// <para>
/// That a message is held need not be on the disk: if the server crashes and forgets it, the message waits again, which is
/// no worse than a holder that is lost.
/// </para>
/// </summary>
internal sealed class Receiving(BrokerDatabase database, QueueTable queues, DueMessages due, TimeProvider time)
{
    /// <summary>The most messages that one call hands out.</summary>
    public const int MostAtOnce = 1_000;

    // The condition and the order are those of one index alone: with equal ranks the planner takes the primary key for
    // one in the right order, and reads all other messages on its way.
    // By the place of their rows, as they are locked: nothing is looked up twice, and there is no other way to run it.
    private readonly string takeSql = database.Sql(
        "UPDATE {schema}.message SET due = clock_timestamp() + $3, lock = $4, deliveries = deliveries + 1 "
        + "WHERE ctid = ANY (ARRAY(SELECT found.ctid FROM unnest($5) WITH ORDINALITY AS first (id, place), "
        + "LATERAL (SELECT message.ctid FROM {schema}.message WHERE message.queue = $1 AND message.due IS NULL "
        + "AND ROW(message.rank, message.id) >= ROW((first.place - 1)::smallint, first.id) "
        + "AND message.rank <= (first.place - 1)::smallint "
        + "ORDER BY message.rank, message.id LIMIT $2 FOR UPDATE SKIP LOCKED) AS found LIMIT $2)) "
        + "RETURNING id, message_id, 9 - rank, deliveries - 1, "
        + "extract(epoch FROM clock_timestamp() - sent_at)::float8, properties, body");

    public async Task<IReadOnlyList<HeldMessage>> Receive(
        string name, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = new Call(
            queues.Get(name), Math.Min(limit, MostAtOnce), Holder: Random.Shared.NextInt64(1, long.MaxValue));
        if (call.Queue.Signal.Reset())
            call.Queue.NeedsLook = true;
        try
        {
            var messages = await database.Use(connection => Receive(connection, name, call), cancellationToken);
            call.Queue.MayHaveMore = messages.Count == call.Limit;
            call.Queue.IsBusy = messages.Count > 0;
            return messages;
        }
        catch (BrokerUnavailableException) when (call.HasBegun)
        {
            // It may have been done before the connection was lost.
            due.Release(name, call.Holder);
            throw;
        }
    }

    private async Task<List<HeldMessage>> Receive(NpgsqlConnection connection, string name, Call call)
    {
        var queue = call.Queue;
        await due.ReleaseUnsure(connection);
        var start = queue.Floor.Start();
        var now = time.GetTimestamp();
        var isTimeToLook = now >= queue.NextLook;
        var looksFirst = start.IsWhole || queue.Id == 0 || now >= queue.NextDue || (isTimeToLook && queue.IsBusy);
        if (looksFirst)
        {
            await due.Look(connection, name, queue, start);
            start = start.IsWhole ? start : queue.Floor.Start();
        }

        if (queue.Id == 0)
            return [];

        var messages = await Take(connection, call, start);
        var looksNow = messages.Count == 0 && !looksFirst && (isTimeToLook || queue.NeedsLook);
        return looksNow && await due.Look(connection, name, queue, start) > 0
            ? await Take(connection, call, queue.Floor.Start())
            : messages;
    }

    private async Task<List<HeldMessage>> Take(NpgsqlConnection connection, Call call, SearchStart start)
    {
        // From here on nothing is given up, or messages would be locked and nobody would have them.
        call.HasBegun = true;
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Settling.NotOnDisk());
        batch.BatchCommands.Add(new NpgsqlBatchCommand(takeSql)
        {
            Parameters =
            {
                SqlValues.Value(call.Queue.Id),
                SqlValues.Value(call.Limit),
                SqlValues.Interval(database.Settings.LockTime),
                SqlValues.Value(call.Holder),
                SqlValues.Array(start.Ids),
            },
        });
        await using var rows = await batch.ExecuteReaderAsync(CancellationToken.None);
        // The first answer means nothing.
        await rows.NextResultAsync(CancellationToken.None);

        var messages = new List<(long Id, HeldMessage Message)>();
        while (await rows.ReadAsync(CancellationToken.None))
        {
            var message = Read(rows, call.Holder);
            messages.Add((rows.GetInt64(0), message));
            call.Queue.Floor.Taken(message.Priority, rows.GetInt64(0));
        }

        messages.Sort(static (one, other) =>
            (-one.Message.Priority, one.Id).CompareTo((-other.Message.Priority, other.Id)));
        return messages.ConvertAll(static message => message.Message);
    }

    private static HeldMessage Read(NpgsqlDataReader row, long holder) => new(
        new MessageLock(new Receipt(row.GetInt64(0), holder)),
        new MessageContent(row.GetGuid(1), row.GetFieldValue<byte[]>(5), row.GetFieldValue<byte[]>(6)),
        (byte)row.GetInt32(2),
        row.GetInt32(3),
        TimeSpan.FromSeconds(Math.Max(0, row.GetDouble(4))));

    /// <summary>One call of <see cref="Receive(string, int, CancellationToken)"/>.</summary>
    private sealed record Call(KnownQueue Queue, int Limit, long Holder)
    {
        /// <summary>Whether messages may have been locked.</summary>
        public bool HasBegun { get; set; }
    }
}

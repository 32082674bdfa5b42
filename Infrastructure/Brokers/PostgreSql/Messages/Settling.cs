using Messaging.PullTransport;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>
/// What is done with messages that are held, each statement guarded by their locks. Rows are taken in the order of their
/// ids, so that two calls never wait for each other in a circle.
/// </summary>
internal sealed class Settling(BrokerDatabase database, QueueTable queues, Sending sending, WakeUp wakeUp)
{
    private const string HeldSql = "message.id = held.id AND message.lock = held.lock";

    private readonly string deleteSql = database.Sql(
        "DELETE FROM {schema}.message USING unnest($1, $2) WITH ORDINALITY AS held (id, lock, place) "
        + $"WHERE {HeldSql} RETURNING held.place");

    private readonly string renewSql = database.Sql(
        "UPDATE {schema}.message SET due = clock_timestamp() + $3 FROM unnest($1, $2) WITH ORDINALITY AS held (id, lock, place) "
        + $"WHERE {HeldSql} RETURNING held.place");

    private readonly string returnSql = database.Sql(
        "UPDATE {schema}.message SET lock = NULL, due = clock_timestamp() + held.delay * interval '1 second', "
        + "properties = coalesce(held.properties, message.properties) "
        + "FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS held (id, lock, delay, properties, place) "
        + $"WHERE {HeldSql} RETURNING held.place");

    private readonly string moveSql = database.Sql(
        "WITH target AS (SELECT id FROM {schema}.queue WHERE name = $3), "
        + "gone AS (DELETE FROM {schema}.message WHERE id = $1 AND lock = $2 AND EXISTS (SELECT FROM target) RETURNING id) "
        + "INSERT INTO {schema}.message (queue, rank, due, message_id, properties, body) "
        + "SELECT target.id, 9 - $4, clock_timestamp() + $5, $6, $7, $8 FROM gone, target RETURNING id");

    /// <summary>
    /// Has the transaction not wait for the disk. A crash of the server undoes it then if it was within the last second.
    /// </summary>
    public static NpgsqlBatchCommand NotOnDisk() => new("SELECT set_config('synchronous_commit', 'off', true)");

    public Task<IReadOnlyList<bool>> Delete(IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken) =>
        Settle(deleteSql, Ordered(locks), [], after: null, cancellationToken);

    public Task<IReadOnlyList<bool>> Renew(IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken) =>
        Settle(
            renewSql,
            Ordered(locks),
            [SqlValues.Interval(database.Settings.LockTime)],
            after: NotOnDisk,
            cancellationToken);

    public async Task<IReadOnlyList<bool>> Return(
        string queue, IReadOnlyList<ReturnedMessage> messages, CancellationToken cancellationToken)
    {
        var ordered = Ordered(messages.Select(message => message.Lock));
        // Due at once, most of them: whoever looks for what is due finds them, wherever his searches begin.
        var answers = await Settle(
            returnSql,
            ordered,
            [
                SqlValues.Array(ordered, item => Math.Max(0, messages[item.Place].Delay.TotalSeconds)),
                SqlValues.Array(ordered, item => messages[item.Place].Properties?.ToArray()),
            ],
            after: () => wakeUp.Command([queue], []),
            cancellationToken,
            isAfterCommit: true);
        queues.Get(queue).NextDue = 0;
        return answers;
    }

    public async Task<bool> Move(MessageLock message, OutgoingMessage target, CancellationToken cancellationToken)
    {
        var receipt = Receipt.Of(message);
        var moved = await database.Use(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(sending.Make([target.Target], [target.DeleteWhenIdle]));
                batch.BatchCommands.Add(new NpgsqlBatchCommand(moveSql)
                {
                    // The transaction ends here.
                    AppendErrorBarrier = true,
                    Parameters =
                    {
                        SqlValues.Value(receipt.Id),
                        SqlValues.Value(receipt.Lock),
                        SqlValues.Value(target.Target),
                        SqlValues.Value((short)Math.Min(target.Priority, QueueFloor.Highest)),
                        SqlValues.Interval(target.Delay > TimeSpan.Zero ? target.Delay : null),
                        SqlValues.Value(target.Content.Id),
                        SqlValues.Value(target.Content.Properties),
                        SqlValues.Value(target.Content.Body),
                    },
                });
                batch.BatchCommands.Add(wakeUp.Command([target.Target], []));
                return await Answers(batch);
            },
            cancellationToken);
        return moved.Count == 1;
    }

    /// <summary>Runs a statement for messages that are held, and maybe a command after it.</summary>
    /// <param name="sql">Takes ids and locks, and whatever else.</param>
    /// <param name="receipts">Of the messages.</param>
    /// <param name="parameters">The third and those after it.</param>
    /// <param name="after">A second command.</param>
    /// <param name="cancellationToken">Gives up before it has begun.</param>
    /// <param name="isAfterCommit">Whether that is a transaction of its own.</param>
    private async Task<IReadOnlyList<bool>> Settle(
        string sql,
        List<(Receipt Receipt, int Place)> receipts,
        NpgsqlParameter[] parameters,
        Func<NpgsqlBatchCommand>? after,
        CancellationToken cancellationToken,
        bool isAfterCommit = false)
    {
        if (receipts.Count == 0)
            return [];

        var done = await database.Use(
            connection => Settle(connection, sql, receipts, parameters, after, isAfterCommit), cancellationToken);
        var answers = new bool[receipts.Count];
        foreach (var place in done)
            answers[receipts[(int)place - 1].Place] = true;
        return answers;
    }

    private async Task<List<long>> Settle(
        NpgsqlConnection connection,
        string sql,
        List<(Receipt Receipt, int Place)> receipts,
        NpgsqlParameter[] parameters,
        Func<NpgsqlBatchCommand>? after,
        bool isAfterCommit)
    {
        await using var batch = new NpgsqlBatch(connection) { EnableErrorBarriers = isAfterCommit };
        var command = new NpgsqlBatchCommand(sql)
        {
            Parameters =
            {
                SqlValues.Array(receipts, item => item.Receipt.Id),
                SqlValues.Array(receipts, item => item.Receipt.Lock),
            },
        };
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
        if (after is not null)
            batch.BatchCommands.Add(after());
        return await Answers(batch);
    }

    /// <summary>What the first command with an answer returned.</summary>
    private async Task<List<long>> Answers(NpgsqlBatch batch)
    {
        var answers = new List<long>();
        try
        {
            await using var rows = await batch.ExecuteReaderAsync(CancellationToken.None);
            while (await rows.ReadAsync(CancellationToken.None))
                answers.Add(rows.GetInt64(0));

            // An error of a later command is told only to those who read on.
            while (await rows.NextResultAsync(CancellationToken.None))
            {
            }
        }
        catch (PostgresException exception) when (wakeUp.IsAllThatFailed(exception))
        {
            // The answers are there.
        }

        return answers;
    }

    private static List<(Receipt Receipt, int Place)> Ordered(IEnumerable<MessageLock> locks) =>
        [.. locks.Select((message, place) => (Receipt.Of(message), place)).OrderBy(item => item.Item1.Id)];
}

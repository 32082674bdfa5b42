using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>Rows that an open transaction has locked. Whatever ends it without a commit makes them free
/// again.</summary>
internal sealed class PostgresDeadLetterClaim(
    NpgsqlConnection connection,
    NpgsqlTransaction transaction,
    string table,
    PostgresFault fault,
    IReadOnlyList<StoredDeadLetter> letters) : IDeadLetterClaim
{
    public IReadOnlyList<StoredDeadLetter> Letters => letters;

    public Task Complete(
        IReadOnlyCollection<StoredDeadLetter> sent,
        IReadOnlyDictionary<StoredDeadLetter, DateTimeOffset> failed,
        CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (sent.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"DELETE FROM {table} WHERE id = ANY ($1)")
            {
                Parameters = { Ids(sent) },
            });
        }

        if (failed.Count > 0)
        {
            var times = failed.Values.Select(time => time.ToUniversalTime()).ToArray();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                $"UPDATE {table} AS stored SET failures = failures + 1, try_at = later.try_at "
                + "FROM unnest($1, $2) AS later (id, try_at) WHERE stored.id = later.id")
            {
                Parameters =
                {
                    Ids(failed.Keys),
                    PostgresScheduledMessageStore.Array(times, NpgsqlDbType.TimestampTz),
                },
            });
        }

        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        try
        {
            await transaction.DisposeAsync();
        }
        catch (Exception exception) when (PostgresFault.IsOfTheServer(exception))
        {
            // Nothing to roll back any more: the connection is lost, and the locks went with it.
        }

        await connection.DisposeAsync();
    }

    private static NpgsqlParameter Ids(IEnumerable<StoredDeadLetter> some) =>
        PostgresScheduledMessageStore.Array(some.Select(letter => letter.Id).ToArray(), NpgsqlDbType.Uuid);
}

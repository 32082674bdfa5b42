using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>Dead letters whose rows a transaction holds.</summary>
internal sealed class PostgresDeadLetterClaim(
    ClaimTransaction transaction, string table, IReadOnlyList<StoredDeadLetter> letters) : IDeadLetterClaim
{
    public IReadOnlyList<StoredDeadLetter> Letters => letters;

    public Task Complete(
        IReadOnlyCollection<StoredDeadLetter> sent,
        IReadOnlyDictionary<StoredDeadLetter, DateTimeOffset> failed,
        CancellationToken cancellationToken) =>
        transaction.Complete(Commands(sent, failed), cancellationToken);

    public ValueTask DisposeAsync() => transaction.DisposeAsync();

    private IEnumerable<NpgsqlBatchCommand> Commands(
        IReadOnlyCollection<StoredDeadLetter> sent, IReadOnlyDictionary<StoredDeadLetter, DateTimeOffset> failed)
    {
        if (sent.Count > 0)
        {
            yield return new NpgsqlBatchCommand($"DELETE FROM {table} WHERE id = ANY ($1)")
            {
                Parameters = { Ids(sent) },
            };
        }

        if (failed.Count > 0)
        {
            var times = failed.Values.Select(time => time.ToUniversalTime()).ToArray();
            yield return new NpgsqlBatchCommand(
                $"UPDATE {table} AS stored SET failures = failures + 1, try_at = later.try_at "
                + "FROM unnest($1, $2) AS later (id, try_at) WHERE stored.id = later.id")
            {
                Parameters =
                {
                    Ids(failed.Keys),
                    PostgresScheduledMessageStore.Array(times, NpgsqlDbType.TimestampTz),
                },
            };
        }
    }

    private static NpgsqlParameter Ids(IEnumerable<StoredDeadLetter> some) =>
        PostgresScheduledMessageStore.Array(some.Select(letter => letter.Id).ToArray(), NpgsqlDbType.Uuid);
}

using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>Scheduled messages whose rows a transaction holds.</summary>
internal sealed class PostgresScheduledClaim(
    ClaimTransaction transaction, string table, IReadOnlyList<ScheduledMessage> messages) : IScheduledClaim
{
    public IReadOnlyList<ScheduledMessage> Messages => messages;

    public Task Complete(
        IReadOnlyCollection<ScheduledMessage> sent,
        IReadOnlyDictionary<ScheduledMessage, DateTimeOffset> failed,
        DateTimeOffset now,
        CancellationToken cancellationToken) =>
        transaction.Complete(Commands(sent, failed, now), cancellationToken);

    public ValueTask DisposeAsync() => transaction.DisposeAsync();

    private IEnumerable<NpgsqlBatchCommand> Commands(
        IReadOnlyCollection<ScheduledMessage> sent,
        IReadOnlyDictionary<ScheduledMessage, DateTimeOffset> failed,
        DateTimeOffset now)
    {
        var gone = sent.ToLookup(message => message.IsRemembered);
        if (gone[false].ToArray() is { Length: > 0 } forgotten)
        {
            yield return Command(
                $"DELETE FROM {table} AS stored USING unnest($1, $2, $3) AS gone (token, attempt, deferral) "
                + "WHERE stored.token = gone.token AND stored.attempt = gone.attempt AND stored.deferral = gone.deferral",
                forgotten);
        }

        if (gone[true].ToArray() is { Length: > 0 } remembered)
        {
            var command = Command(
                $"UPDATE {table} AS stored SET sent_at = $4, body = '' "
                + "FROM unnest($1, $2, $3) AS gone (token, attempt, deferral) "
                + "WHERE stored.token = gone.token AND stored.attempt = gone.attempt AND stored.deferral = gone.deferral",
                remembered);
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now.ToUniversalTime() });
            yield return command;
        }

        if (failed.Count > 0)
        {
            var command = Command(
                $"UPDATE {table} AS stored SET failures = failures + 1, try_at = later.try_at "
                + "FROM unnest($1, $2, $3, $4) AS later (token, attempt, deferral, try_at) "
                + "WHERE stored.token = later.token AND stored.attempt = later.attempt "
                + "AND stored.deferral = later.deferral",
                [.. failed.Keys]);
            command.Parameters.Add(PostgresScheduledMessageStore.Array(
                failed.Values.Select(time => time.ToUniversalTime()).ToArray(), NpgsqlDbType.TimestampTz));
            yield return command;
        }
    }

    private static NpgsqlBatchCommand Command(string sql, ScheduledMessage[] rows)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(PostgresScheduledMessageStore.Keys(
            Array.ConvertAll(rows, row => (row.Token, row.Attempt, row.Deferral))));
        return command;
    }
}

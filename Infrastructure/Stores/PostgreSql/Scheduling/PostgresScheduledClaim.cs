using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>Rows that an open transaction has locked. Whatever ends it without a commit makes them free
/// again.</summary>
internal sealed class PostgresScheduledClaim(
    NpgsqlConnection connection,
    NpgsqlTransaction transaction,
    string table,
    PostgresFault fault,
    IReadOnlyList<ScheduledMessage> messages) : IScheduledClaim
{
    public IReadOnlyList<ScheduledMessage> Messages => messages;

    public Task Complete(
        IReadOnlyCollection<ScheduledMessage> sent,
        IReadOnlyDictionary<ScheduledMessage, DateTimeOffset> failed,
        DateTimeOffset now,
        CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        var gone = sent.ToLookup(message => message.IsRemembered);
        if (gone[false].ToArray() is { Length: > 0 } forgotten)
        {
            batch.BatchCommands.Add(Command(
                $"DELETE FROM {table} AS stored USING unnest($1, $2, $3) AS gone (token, attempt, deferral) "
                + "WHERE stored.token = gone.token AND stored.attempt = gone.attempt AND stored.deferral = gone.deferral",
                forgotten));
        }

        if (gone[true].ToArray() is { Length: > 0 } remembered)
        {
            var command = Command(
                $"UPDATE {table} AS stored SET sent_at = $4, body = '' "
                + "FROM unnest($1, $2, $3) AS gone (token, attempt, deferral) "
                + "WHERE stored.token = gone.token AND stored.attempt = gone.attempt AND stored.deferral = gone.deferral",
                remembered);
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now.ToUniversalTime() });
            batch.BatchCommands.Add(command);
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
            batch.BatchCommands.Add(command);
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

    private static NpgsqlBatchCommand Command(string sql, ScheduledMessage[] rows)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(PostgresScheduledMessageStore.Keys(
            Array.ConvertAll(rows, row => (row.Token, row.Attempt, row.Deferral))));
        return command;
    }
}

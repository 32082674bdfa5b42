using System.Diagnostics;
using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Keeps limits in PostgreSQL. A change locks its rows in the order of their names, so that no two wait for each other,
/// and reads the server's clock after that; then it writes all rows at once.
/// </summary>
internal sealed class PostgresLimitStore(NpgsqlDataSource database, string address, string prefix) : ILimitStore
{
    private readonly PostgresFault fault = new(address);
    private readonly LimitRows rows = new($"{prefix}messaging_limits");

    public Task Change(
        IReadOnlyCollection<LimitId> limits, Action<LimitStates> change, CancellationToken cancellationToken) =>
        fault.Use(async () =>
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var held = await Lock(connection, limits, cancellationToken);
            if (held.States.Count < limits.Count)
            {
                await using (var insert = rows.Insert(connection, limits.Where(limit => !held.States.ContainsKey(limit))))
                    await insert.ExecuteNonQueryAsync(cancellationToken);
                held = await Lock(connection, limits, cancellationToken);
            }

            change(new LimitStates(held.Now, held.Asked, held.Answered, held.States));
            await using var update = rows.Update(connection, held.States);
            await update.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        });

    public Task<long> Forget(CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand(rows.ForgetSql);
        return (long)await command.ExecuteNonQueryAsync(cancellationToken);
    });

    /// <summary>Two statements in one round trip: the clock is read when the rows are locked.</summary>
    private async Task<Held> Lock(
        NpgsqlConnection connection, IReadOnlyCollection<LimitId> limits, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(rows.LockSql)
                {
                    Parameters =
                    {
                        PostgresScheduledMessageStore.Array(limits.Select(limit => limit.Limit).ToArray(), NpgsqlDbType.Text),
                        PostgresScheduledMessageStore.Array(limits.Select(limit => limit.Key).ToArray(), NpgsqlDbType.Text),
                    },
                },
                new NpgsqlBatchCommand("SELECT clock_timestamp()"),
            },
        };
        var asked = Stopwatch.GetTimestamp();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var states = await LimitRows.Read(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new Held(reader.GetFieldValue<DateTimeOffset>(0), asked, Stopwatch.GetTimestamp(), states);
    }

    private sealed record Held(
        DateTimeOffset Now, long Asked, long Answered, Dictionary<LimitId, LimitState> States);
}

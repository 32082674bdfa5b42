using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>Rows that an open transaction has locked. Whatever ends it without a commit makes them free again.</summary>
internal sealed class PostgresScheduleClaim(
    NpgsqlConnection connection,
    NpgsqlTransaction transaction,
    string table,
    PostgresFault fault,
    IReadOnlyList<StoredSchedule> schedules)
    : IScheduleClaim
{
    public IReadOnlyList<StoredSchedule> Schedules => schedules;

    public Task Complete(
        IReadOnlyCollection<StoredSchedule> schedules, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var schedule in schedules)
            batch.BatchCommands.Add(ScheduleRows.Advance(table, schedule));
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
}

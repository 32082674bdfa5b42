using Messaging.Contracts;
using Messaging.StateMachines;
using Messaging.Testing;
using Npgsql;

namespace Messaging.Stores.PostgreSql.Tests;

[TestFixture]
public sealed class DeadlockTests
{
    [Test]
    public async Task A_batch_that_a_deadlock_has_ended_is_written_again()
    {
        await using var tables = await PartitionedTables.Open();
        TaskSaga[] sagas =
        [
            .. Enumerable.Range(0, 20).Select(_ => new TaskSaga
            {
                CorrelationId = Guid.CreateVersion7(), CurrentState = nameof(TaskState.Pending),
            }),
        ];
        Assert.That(await tables.Store.Save(sagas, default), Is.Empty);
        foreach (var saga in sagas)
            saga.Attempt++;

        // Somebody has the last row and wants those before it, which the batch has when it comes to the last one.
        Guid[] ids = [.. sagas.Select(saga => saga.CorrelationId).Order()];
        await using var database = PostgresTables.Connect();
        await using var connection = await database.OpenConnectionAsync();
        await using var other = await connection.BeginTransactionAsync();
        await Touch(ids[^1..]);
        var saving = tables.Store.Save(sagas, default);
        await Eventually.Get(() => IsWaiting(database), isWaiting => isWaiting);
        try
        {
            await Touch(ids[..^1]);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            await TestContext.Out.WriteLineAsync("PostgreSQL has ended the other one, as it may.");
        }

        await other.RollbackAsync();

        Assert.That(await saving, Is.Empty, "None is lost.");

        async Task Touch(Guid[] some)
        {
            await using var command = new NpgsqlCommand(
                $"UPDATE {tables.Table} SET version = version WHERE id = ANY($1)", connection, other);
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = some });
            await command.ExecuteNonQueryAsync();
        }

        async Task<bool> IsWaiting(NpgsqlDataSource watching)
        {
            await using var command = watching.CreateCommand(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1)");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"%{tables.Table}%" });
            return (bool)(await command.ExecuteScalarAsync())!;
        }
    }
}

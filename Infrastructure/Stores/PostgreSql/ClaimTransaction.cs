using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// A claim: an open transaction that has locked its rows. Whatever ends it without a commit makes them free again: when
/// a tracker dies, its connection ends, and its rows are free at once.
/// </summary>
internal sealed class ClaimTransaction : IAsyncDisposable
{
    private readonly NpgsqlTransaction transaction;
    private readonly PostgresFault fault;

    private ClaimTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, PostgresFault fault)
    {
        Connection = connection;
        this.transaction = transaction;
        this.fault = fault;
    }

    /// <summary>The connection, for commands of the transaction.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>Begins a transaction and makes a claim of it.</summary>
    /// <param name="database">The database.</param>
    /// <param name="fault">Tells what is wrong with it.</param>
    /// <param name="claim">Locks the rows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The database cannot be used at the moment.</exception>
    public static Task<TClaim> Open<TClaim>(
        NpgsqlDataSource database,
        PostgresFault fault,
        Func<ClaimTransaction, Task<TClaim>> claim,
        CancellationToken cancellationToken) => fault.Use(async () =>
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            var begun = await connection.BeginTransactionAsync(cancellationToken);
            return await claim(new ClaimTransaction(connection, begun, fault));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    });

    /// <summary>Executes commands, if there are any, and commits.</summary>
    /// <exception cref="TaskStoreUnavailableException">
    /// The database cannot be used at the moment. The transaction may have been committed or not.
    /// </exception>
    public Task Complete(IEnumerable<NpgsqlBatchCommand> commands, CancellationToken cancellationToken) =>
        fault.Use(async () =>
        {
            await using var batch = new NpgsqlBatch(Connection, transaction);
            foreach (var command in commands)
                batch.BatchCommands.Add(command);
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

        await Connection.DisposeAsync();
    }
}

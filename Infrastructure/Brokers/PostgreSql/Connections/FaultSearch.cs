using Messaging.Stores.PostgreSql;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>Tries what a worker needs, on a connection of its own.</summary>
internal sealed class FaultSearch(BrokerDatabase database)
{
    private readonly string schema = database.Settings.Schema;

    /// <summary>Connects anew, and tries.</summary>
    /// <returns><c>null</c> if all is well, else what is wrong and what to do.</returns>
    public async Task<string?> Find(CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.Settings.Connection.ConnectionString)
        {
            Pooling = false,
            ApplicationName = "Messaging broker (probe)",
        };
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            if (await connection.Scalar<bool>("SELECT pg_is_in_recovery()", cancellationToken))
                return database.Faults.Sentence(Standby());

            await new BrokerSchema(schema).Apply(connection, cancellationToken);
            // What a sender and a worker do, on no message at all.
            await connection.Execute(
                $"INSERT INTO \"{schema}\".queue (name) SELECT name FROM \"{schema}\".queue WHERE false; "
                + $"INSERT INTO \"{schema}\".message (queue, rank, message_id, properties, body) "
                + $"SELECT queue, rank, message_id, properties, body FROM \"{schema}\".message WHERE false; "
                + $"UPDATE \"{schema}\".message SET lock = NULL WHERE false; "
                + $"DELETE FROM \"{schema}\".message WHERE false; "
                + $"UPDATE \"{schema}\".queue SET touched_at = clock_timestamp() WHERE false; "
                + $"SELECT \"{schema}\".wake(ARRAY[]::text[], ARRAY[]::text[])",
                cancellationToken);
            return null;
        }
        catch (Exception exception) when (BrokerFaults.IsOfTheServer(exception))
        {
            return database.Faults.Sentence(exception);
        }
    }

    private static PostgresException Standby() =>
        new("the server is in recovery and takes no writes", "ERROR", "ERROR", "25006");
}

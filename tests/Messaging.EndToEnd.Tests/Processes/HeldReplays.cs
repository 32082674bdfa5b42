using Messaging.Testing;
using Npgsql;

namespace Messaging.EndToEnd.Tests.Processes;

/// <summary>
/// Keeps trackers from having replayed all: the database lets them delete some of what they have sent, and then none
/// until this is disposed of.
/// </summary>
public sealed class HeldReplays : IAsyncDisposable
{
    private readonly NpgsqlDataSource database;
    private readonly NpgsqlConnection holder;

    private HeldReplays(NpgsqlDataSource database, NpgsqlConnection holder) =>
        (this.database, this.holder) = (database, holder);

    /// <summary>Deletions wait that would leave fewer rows in the table of dead letters.</summary>
    public static async Task<HeldReplays> WhenFewerThan(int rows, string table)
    {
        var opened = PostgresTables.Connect();
        var held = new HeldReplays(opened, await opened.OpenConnectionAsync());
        await held.Run($"SELECT pg_advisory_lock(hashtext('{table}'))");
        await held.Run($"CREATE FUNCTION {table}_hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            + $"IF (SELECT count(*) FROM {table}) < {rows} THEN "
            + $"PERFORM pg_advisory_xact_lock_shared(hashtext('{table}')); END IF; RETURN NULL; END $$");
        await held.Run(
            $"CREATE TRIGGER hold AFTER DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_hold()");
        return held;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Run("SELECT pg_advisory_unlock_all()");
        await holder.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task Run(string sql)
    {
        await using var command = new NpgsqlCommand(sql, holder);
        await command.ExecuteNonQueryAsync();
    }
}

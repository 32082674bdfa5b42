using System.Reflection;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Brings the tables up to date: the numbered files beside this one that have not been applied yet, in one transaction.
/// An advisory lock lets any number of trackers start at once.
/// </summary>
internal sealed class PostgresSchema(NpgsqlDataSource database, string prefix)
{
    /// <summary>Any number, as long as nothing else in the database uses it: "MSGS" in ASCII.</summary>
    private const long LockKey = 0x4D534753;

    public async Task Apply(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        await Execute(connection, $"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);
        await Execute(
            connection,
            $"CREATE TABLE IF NOT EXISTS {prefix}messaging_schema "
            + "(version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
            cancellationToken);

        var applied = await AppliedVersion(connection, cancellationToken);
        foreach (var (version, sql) in Files().Where(file => file.Version > applied))
        {
            await Execute(connection, sql.Replace("{prefix}", prefix, StringComparison.Ordinal), cancellationToken);
            await Execute(
                connection, $"INSERT INTO {prefix}messaging_schema (version) VALUES ({version})", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<int> AppliedVersion(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT coalesce(max(version), 0) FROM {prefix}messaging_schema", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static IEnumerable<(int Version, string Sql)> Files()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var file = name.Split('.')[^2];
            yield return (int.Parse(file[..3], provider: null), reader.ReadToEnd());
        }
    }
}

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

        await connection.Execute($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);
        await connection.Execute(
            $"CREATE TABLE IF NOT EXISTS {prefix}messaging_schema "
            + "(version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
            cancellationToken);

        var applied = await connection.Scalar<int>(
            $"SELECT coalesce(max(version), 0) FROM {prefix}messaging_schema", cancellationToken);
        foreach (var (version, sql) in Files().Where(file => file.Version > applied))
        {
            await connection.Execute(sql.Replace("{prefix}", prefix, StringComparison.Ordinal), cancellationToken);
            await connection.Execute(
                $"INSERT INTO {prefix}messaging_schema (version) VALUES ({version})", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
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

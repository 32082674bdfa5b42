using System.Reflection;
using Messaging.Stores.PostgreSql;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>
/// Makes our tables and functions: the numbered files that have not been applied yet, in one transaction. An advisory
/// lock lets any number of processes start at once. Nothing is written, and no right to create is needed, where all is
/// there.
/// </summary>
internal sealed class BrokerSchema(string name)
{
    /// <summary>Any number, as long as nothing else in the database uses it: "MSGB" in ASCII.</summary>
    private const long LockKey = 0x4D534742;

    public async Task Apply(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var files = Files();
        if (await Applied(connection, cancellationToken) == files[^1].Version)
            return;

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.Execute($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);
        // Asked first, as even IF NOT EXISTS wants the right to create.
        if (!await connection.Scalar<bool>($"SELECT to_regnamespace('{name}') IS NOT NULL", cancellationToken))
            await connection.Execute($"CREATE SCHEMA \"{name}\"", cancellationToken);

        var applied = await Applied(connection, cancellationToken);
        if (applied == 0)
        {
            await connection.Execute(
                $"CREATE TABLE IF NOT EXISTS \"{name}\".schema_version "
                + "(version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
                cancellationToken);
        }

        foreach (var (version, sql) in files.Where(file => file.Version > applied))
        {
            await connection.Execute(sql, cancellationToken);
            await connection.Execute(
                $"INSERT INTO \"{name}\".schema_version (version) VALUES ({version})", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<int> Applied(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.Scalar<bool>($"SELECT to_regclass('{name}.schema_version') IS NOT NULL", cancellationToken)
            ? await connection.Scalar<int>(
                $"SELECT coalesce(max(version), 0) FROM \"{name}\".schema_version", cancellationToken)
            : 0;

    private (int Version, string Sql)[] Files()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return Array.ConvertAll([.. assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)], resource =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var file = resource.Split('.')[^2];
            return (int.Parse(file[..3], provider: null), SqlText.InSchema(reader.ReadToEnd(), name));
        });
    }
}

using System.Globalization;
using System.Reflection;
using Npgsql;

namespace Messaging.Benchmarks;

/// <summary>Fills the task table with tasks of the last hours, a partition for each, and picks some of them.</summary>
internal sealed class GeneratedTasks(NpgsqlDataSource database, string prefix)
{
    /// <summary>Fewer than a tracker keeps results for, so that nothing expires meanwhile.</summary>
    private const int Hours = 22;

    private string Table => $"{prefix}messaging_tasks";

    /// <summary>Fills it. The tables must be there.</summary>
    public async Task Fill(int tasks, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly()
            .GetManifestResourceStream("Messaging.Benchmarks.Query.generate.sql")!);
        var sql = (await reader.ReadToEndAsync(cancellationToken))
            .Replace("{prefix}", prefix, StringComparison.Ordinal)
            .Replace("{tasks}", tasks.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{hours}", Hours.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

        await Execute(sql, cancellationToken);
        await Execute($"VACUUM ANALYZE {Table}", cancellationToken);
    }

    /// <summary>Ids of tasks, by chance from all partitions.</summary>
    public Task<Guid[]> SomeIds(int count, CancellationToken cancellationToken) =>
        Ids($"SELECT id FROM {Table} ORDER BY random() LIMIT {count}", cancellationToken);

    /// <summary>Ids of tasks that have sent others.</summary>
    public Task<Guid[]> SomeRoots(int count, CancellationToken cancellationToken) => Ids(
        $"SELECT id FROM {Table} WHERE root_id = id ORDER BY random() LIMIT {count}", cancellationToken);

    private async Task<Guid[]> Ids(string sql, CancellationToken cancellationToken)
    {
        var ids = new List<Guid>();
        await using var command = database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            ids.Add(rows.GetGuid(0));

        return [.. ids];
    }

    private async Task Execute(string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

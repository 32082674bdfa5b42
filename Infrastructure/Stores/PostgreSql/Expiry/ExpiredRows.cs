using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Deletes expired rows from the partitions that are never dropped, a batch at a time. Rows that a tracker writes at the
/// moment are passed over, so that neither waits for the other in a circle.
/// </summary>
internal sealed class ExpiredRows(string table)
{
    private const int BatchSize = 5_000;

    private static readonly string[] Partitions = ["below", "above", "rest"];

    public static string Delete(string table, string which) =>
        $"DELETE FROM {table} WHERE id = ANY (ARRAY (SELECT id FROM {table} WHERE {which} FOR UPDATE SKIP LOCKED))";

    /// <summary>Deletes all there are.</summary>
    /// <returns>How many rows are gone.</returns>
    public async Task<long> Expire(
        NpgsqlConnection connection, ExpiryConditions conditions, CancellationToken cancellationToken)
    {
        var removed = 0L;
        foreach (var partition in Partitions)
        {
            foreach (var which in (string[])[.. conditions.Ended, conditions.Forgotten])
            {
                removed += await DeleteAll(
                    connection, Delete($"{table}_{partition}", $"{which} LIMIT {BatchSize}"), cancellationToken);
            }
        }

        return removed;
    }

    private static async Task<long> DeleteAll(
        NpgsqlConnection connection, string delete, CancellationToken cancellationToken)
    {
        var removed = 0L;
        int deleted;
        do
        {
            deleted = await connection.Execute(delete, cancellationToken);
            removed += deleted;
        }
        while (deleted > 0);

        return removed;
    }
}

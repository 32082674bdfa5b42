using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Removes what has expired from one partition, by putting what stays in its place.
/// <list type="number">
/// <item>Without any lock that others notice: the rows that stay are counted, and an index of them is built. The
/// database keeps it up to date from then on.</item>
/// <item>In one short transaction, while nobody else uses the table: the rows that are in the index, few in most cases,
/// are copied into a new table, the partition is dropped, and the new table attached in its place. Without any, the
/// range is left to the default partition.</item>
/// <item>If too many stay for that, the others are deleted, a stretch of the table at a time. Their space is free when
/// the partition is dropped in the end.</item>
/// </list>
/// </summary>
internal sealed class ExpiredPartitions(string table)
{
    /// <summary>Copying so many rows takes less than a second.</summary>
    public const int MostCopied = 50_000;

    /// <summary>The same of bytes, since rows may be large.</summary>
    private const long MostBytesCopied = 64 * 1024 * 1024;

    private const int PagesAtATime = 2_000;

    private readonly KeptRowsIndex index = new();

    /// <summary>Removes what has expired from a partition that is due.</summary>
    /// <returns>How many rows are gone.</returns>
    /// <exception cref="PostgresException">A lock could not be had in time, among others.</exception>
    public async Task<long> Expire(
        NpgsqlConnection connection,
        TaskPartition partition,
        TaskExpiry expiry,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var conditions = new ExpiryConditions(expiry, now);
        var (total, kept, keptBytes) = await Count(connection, partition, conditions, cancellationToken);
        if (total > 0 && total == kept)
            return 0;

        return kept > MostCopied || keptBytes > MostBytesCopied
            ? await Delete(connection, partition, conditions, cancellationToken)
            : total - await Replace(connection, partition, expiry, conditions, cancellationToken);
    }

    private static async Task<(long Total, long Kept, long KeptBytes)> Count(
        NpgsqlConnection connection,
        TaskPartition partition,
        ExpiryConditions conditions,
        CancellationToken cancellationToken)
    {
        var counts = await connection.Scalar<long[]>(
            "SELECT ARRAY[count(*), count(kept), coalesce(sum(kept), 0)::bigint] FROM ("
            // The sizes as they are stored, which takes no reading of what is stored elsewhere.
            + $"SELECT CASE WHEN {conditions.Kept} THEN coalesce(pg_column_size(arguments), 0) "
            + "+ coalesce(pg_column_size(result), 0) + coalesce(pg_column_size(error), 0) "
            + "+ coalesce(pg_column_size(attempts), 0) + coalesce(pg_column_size(custom_state_meta), 0) END AS kept "
            + $"FROM {partition.Name}) AS sizes",
            cancellationToken);
        return (counts![0], counts[1], counts[2]);
    }

    private async Task<long> Replace(
        NpgsqlConnection connection,
        TaskPartition partition,
        TaskExpiry expiry,
        ExpiryConditions conditions,
        CancellationToken cancellationToken)
    {
        var indexed = await index.Ensure(connection, partition, expiry, conditions, cancellationToken);
        var next = partition.Next();

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.Execute(PartitionLocks.Timeout, cancellationToken);
        await connection.Execute(PartitionLocks.WorkTimeout, cancellationToken);
        await connection.Execute($"LOCK TABLE ONLY {table} IN ACCESS EXCLUSIVE MODE", cancellationToken);
        await connection.Execute(PartitionLocks.Create(next, table), cancellationToken);
        // Not having looked at the new index yet, the planner may think that it holds everything.
        await connection.Execute("SET LOCAL enable_seqscan = off", cancellationToken);
        var kept = await connection.Execute(
            $"INSERT INTO {next.Name} SELECT * FROM {partition.Name} WHERE ({indexed}) AND {conditions.Kept}",
            cancellationToken);
        await connection.Execute($"DROP TABLE {partition.Name}", cancellationToken);
        await connection.Execute(
            kept == 0
                ? $"DROP TABLE {next.Name}"
                : $"ALTER TABLE {table} ATTACH PARTITION {next.Name} FOR VALUES {partition.Bounds}",
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        index.Forget(partition);
        return kept;
    }

    private static async Task<long> Delete(
        NpgsqlConnection connection,
        TaskPartition partition,
        ExpiryConditions conditions,
        CancellationToken cancellationToken)
    {
        var pages = await connection.Scalar<long>(
            $"SELECT pg_relation_size('{partition.Name}') / current_setting('block_size')::bigint", cancellationToken);
        var removed = 0L;
        for (var page = 0L; page < pages; page += PagesAtATime)
        {
            removed += await connection.Execute(
                ExpiredRows.Delete(
                    partition.Name,
                    $"ctid >= '({page},0)' AND ctid < '({page + PagesAtATime},0)' AND {conditions.Expired}"),
                cancellationToken);
        }

        return removed;
    }
}

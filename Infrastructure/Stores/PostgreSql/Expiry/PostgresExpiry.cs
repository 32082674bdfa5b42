using System.Collections.Concurrent;
using System.Data;
using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// One pass of expiry: partitions for the time to come, single rows, whole partitions. An advisory lock lets one tracker
/// work and the others pass.
/// </summary>
internal sealed class PostgresExpiry
{
    /// <summary>Enough for a day without any tracker, and for producers whose clocks are ahead.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>At start, so that the first tasks have a partition; a pass follows soon.</summary>
    private static readonly TimeSpan AheadAtStart = TimeSpan.FromHours(2);

    private static readonly TimeSpan AfterLock = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> nextLook = new(StringComparer.Ordinal);
    private readonly NpgsqlDataSource database;
    private readonly TaskPartitions partitions;
    private readonly PartitionMaker maker;
    private readonly ExpiredPartitions expiredPartitions;
    private readonly ExpiredRows expiredRows;
    private readonly string lockKey;

    public PostgresExpiry(NpgsqlDataSource database, string prefix, string table)
    {
        this.database = database;
        partitions = new TaskPartitions(table);
        maker = new PartitionMaker(partitions, prefix, table);
        expiredPartitions = new ExpiredPartitions(table);
        expiredRows = new ExpiredRows(table);
        lockKey = $"hashtextextended('expiry {table}', 0)";
    }

    public async Task MakeFirstPartitions(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await UnlessLocked(() => maker.Make(connection, new TaskExpiry(), now, AheadAtStart, cancellationToken));
    }

    /// <summary>Makes the pass; nothing if another tracker is at it.</summary>
    /// <returns>How many rows are gone.</returns>
    public async Task<long> Run(TaskExpiry expiry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (!await connection.Scalar<bool>($"SELECT pg_try_advisory_lock({lockKey})", cancellationToken))
            return 0;

        try
        {
            await UnlessLocked(() => maker.Make(connection, expiry, now, Ahead, cancellationToken));
            return await expiredRows.Expire(connection, new ExpiryConditions(expiry, now), cancellationToken)
                + await ExpirePartitions(connection, expiry, now, cancellationToken);
        }
        finally
        {
            if (connection.State == ConnectionState.Open)
                await connection.Execute($"SELECT pg_advisory_unlock({lockKey})", CancellationToken.None);
        }
    }

    private async Task<long> ExpirePartitions(
        NpgsqlConnection connection, TaskExpiry expiry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await partitions.List(connection, cancellationToken);
        Forget(known);

        var removed = 0L;
        foreach (var partition in known.Where(partition => IsDue(partition, expiry, now)))
        {
            nextLook[partition.Name] = now + AfterLock;
            var isDone = await UnlessLocked(async () =>
                removed += await expiredPartitions.Expire(connection, partition, expiry, now, cancellationToken));

            // Others wait behind us for as long as we wait, so once in a pass is enough.
            if (!isDone)
                break;
            nextLook[partition.Name] = nextLook[partition.Next().Name] = now + PartitionMaker.Length(expiry);
        }

        return removed;
    }

    /// <summary>One that has been looked through is looked through again when another length has passed.</summary>
    private bool IsDue(TaskPartition partition, TaskExpiry expiry, DateTimeOffset now) =>
        (partition.To + expiry.Results <= now || partition.To + expiry.Failures <= now)
        && (!nextLook.TryGetValue(partition.Name, out var next) || next <= now);

    private void Forget(List<TaskPartition> known)
    {
        var names = known.Select(partition => partition.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in nextLook.Keys.Where(name => !names.Contains(name)))
            nextLook.TryRemove(name, out _);
    }

    /// <summary>What somebody else uses for longer than we may wait is left for a later pass.</summary>
    private static async Task<bool> UnlessLocked(Func<Task> change)
    {
        try
        {
            await change();
            return true;
        }
        catch (PostgresException exception) when (PartitionLocks.NotHad(exception))
        {
            return false;
        }
    }
}

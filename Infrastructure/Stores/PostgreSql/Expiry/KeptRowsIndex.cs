using System.Collections.Concurrent;
using System.Data;
using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// The index of the rows of one partition that stay; built beside the writers, and gone with the partition. One that was
/// built in vain, since the partition could not be replaced then, serves the next time: it may keep a little more.
/// </summary>
internal sealed class KeptRowsIndex
{
    private readonly ConcurrentDictionary<string, (TaskExpiry Expiry, string Condition)> built =
        new(StringComparer.Ordinal);

    /// <summary>Builds it if it is not there.</summary>
    /// <returns>Its condition.</returns>
    public async Task<string> Ensure(
        NpgsqlConnection connection,
        TaskPartition partition,
        TaskExpiry expiry,
        ExpiryConditions conditions,
        CancellationToken cancellationToken)
    {
        var name = NameOf(partition);
        // Other times that tasks are kept for, another tracker's among them, need an index of their own.
        if (built.TryGetValue(name, out var earlier) && earlier.Expiry == expiry
            && await ConditionOf(connection, name, cancellationToken) is { } condition
            && string.Equals(condition, earlier.Condition, StringComparison.Ordinal))
        {
            return condition;
        }

        await Build(connection, name, partition, conditions, cancellationToken);
        condition = await ConditionOf(connection, name, cancellationToken)
            ?? throw new InvalidOperationException(
                $"The index {name}, which has just been built, is not there or not valid. Something else changes the "
                + "partitions; leave them to the trackers.");
        built[name] = (expiry, condition);
        return condition;
    }

    /// <summary>It is gone with its partition.</summary>
    public void Forget(TaskPartition partition) => built.TryRemove(NameOf(partition), out _);

    private static string NameOf(TaskPartition partition) => $"{partition.Name}_s";

    private static async Task Build(
        NpgsqlConnection connection,
        string name,
        TaskPartition partition,
        ExpiryConditions conditions,
        CancellationToken cancellationToken)
    {
        await connection.Execute(PartitionLocks.SetIndexTimeout, cancellationToken);
        try
        {
            await connection.Execute($"DROP INDEX CONCURRENTLY IF EXISTS {name}", cancellationToken);
            await connection.Execute(
                $"CREATE INDEX CONCURRENTLY {name} ON {partition.Name} (id) WHERE {conditions.MayBeKept}",
                cancellationToken);
        }
        finally
        {
            if (connection.State == ConnectionState.Open)
                await connection.Execute(PartitionLocks.ResetTimeout, CancellationToken.None);
        }
    }

    private static Task<string?> ConditionOf(
        NpgsqlConnection connection, string name, CancellationToken cancellationToken) => connection.Scalar<string>(
        "SELECT pg_get_expr(indpred, indrelid) FROM pg_index "
        + $"WHERE indexrelid = to_regclass('{name}') AND indisvalid",
        cancellationToken);
}

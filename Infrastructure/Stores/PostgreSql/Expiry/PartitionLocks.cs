using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>What everything that changes partitions has in common.</summary>
internal static class PartitionLocks
{
    /// <summary>
    /// Whoever waits for the lock of a table makes all others wait behind it, trackers too. So not for long: whoever
    /// holds it for longer is a query that takes its time, and there is another try in a minute.
    /// </summary>
    public const string Timeout = "SET LOCAL lock_timeout = '300ms'";

    /// <summary>
    /// An index that is built beside the writers waits for every older transaction in the database. Nobody waits for
    /// it, so it may take a little.
    /// </summary>
    public const string SetIndexTimeout = "SET lock_timeout = '3s'";

    public const string ResetTimeout = "RESET lock_timeout";

    /// <summary>Nor may what is done under the lock take long.</summary>
    public const string WorkTimeout = "SET LOCAL statement_timeout = '3s'";

    public static bool NotHad(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled;

    /// <summary>A task is written two or three times in a row; room on the page lets later writes be in place.</summary>
    public static string Create(TaskPartition partition, string table) =>
        $"CREATE TABLE {partition.Name} (LIKE {table} INCLUDING ALL) WITH (fillfactor = 70)";
}

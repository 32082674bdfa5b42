using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Makes partitions ahead of time.
/// <list type="number">
/// <item>One partition is one transaction, and one tracker makes them at a time.</item>
/// <item>Each begins where the last one ends; after a time without trackers, so do those that fill the gap, for the
/// events that have waited in the queue meanwhile.</item>
/// <item>Attaching a table forbids writing to the default partition while it is looked through. Whatever there is of the
/// new range moves over; of a range with very much in it nothing does, and it stays without a partition.</item>
/// <item>Who holds a lock for long makes us give up for this time. There is a day to try again.</item>
/// </list>
/// </summary>
internal sealed class PartitionMaker(TaskPartitions partitions, string prefix, string table)
{
    /// <summary>Moving so many rows takes less than a second.</summary>
    private const int MostMoved = 50_000;

    private const int ShortestHours = 1;
    private const int LongestHours = 7 * 24;

    /// <summary>At most a twenty-fourth of the time that results are kept for, and no more than some 200 in all.</summary>
    public static TimeSpan Length(TaskExpiry expiry)
    {
        var hours = Math.Max(Math.Ceiling(expiry.Results.TotalHours / 24), Math.Ceiling(expiry.Failures.TotalHours / 168));
        return TimeSpan.FromHours(Math.Clamp(hours, ShortestHours, LongestHours));
    }

    /// <summary>Makes those that are missing from the last one on.</summary>
    /// <param name="connection">A connection without a transaction.</param>
    /// <param name="expiry">Decides on their length.</param>
    /// <param name="now">The time.</param>
    /// <param name="ahead">For so long there are to be partitions.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task Make(
        NpgsqlConnection connection,
        TaskExpiry expiry,
        DateTimeOffset now,
        TimeSpan ahead,
        CancellationToken cancellationToken)
    {
        DateTimeOffset? tried = null;
        do
            tried = await TryMakeOne(connection, expiry, now, tried, now + ahead, cancellationToken);
        while (tried is not null);
    }

    /// <summary>The end of the range that now is done with; <c>null</c> if there is nothing left to do.</summary>
    private async Task<DateTimeOffset?> TryMakeOne(
        NpgsqlConnection connection,
        TaskExpiry expiry,
        DateTimeOffset now,
        DateTimeOffset? from,
        DateTimeOffset until,
        CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.Execute(
            $"SELECT pg_advisory_xact_lock(hashtextextended('making {table}', 0))", cancellationToken);

        var known = await partitions.List(connection, cancellationToken);
        var length = Length(expiry);
        var begin = Latest(from, known.Count == 0 ? Floor(now, length) : LastEnd(known, Floor(now - expiry.Results, length)));
        if (begin >= until)
            return null;

        var partition = TaskPartition.New(prefix, begin, Floor(begin, length) + length);
        if (await MakeUnlessCrowded(connection, partition, cancellationToken))
            await transaction.CommitAsync(cancellationToken);
        return partition.To;
    }

    private async Task<bool> MakeUnlessCrowded(
        NpgsqlConnection connection, TaskPartition partition, CancellationToken cancellationToken)
    {
        var rest = $"{table}_rest";
        var rows = await connection.Scalar<long>(
            $"SELECT count(*) FROM (SELECT FROM {rest} WHERE {partition.Condition} LIMIT {MostMoved + 1}) AS found",
            cancellationToken);
        if (rows > MostMoved)
            return false;

        await connection.Execute(PartitionLocks.Timeout, cancellationToken);
        await connection.Execute($"LOCK TABLE ONLY {table} IN SHARE UPDATE EXCLUSIVE MODE", cancellationToken);
        await connection.Execute($"LOCK TABLE ONLY {rest} IN ACCESS EXCLUSIVE MODE", cancellationToken);
        await connection.Execute(PartitionLocks.Create(partition, table), cancellationToken);
        await connection.Execute(
            $"WITH moved AS (DELETE FROM ONLY {rest} WHERE {partition.Condition} RETURNING *) "
            + $"INSERT INTO {partition.Name} SELECT * FROM moved",
            cancellationToken);
        await connection.Execute(
            $"ALTER TABLE {table} ATTACH PARTITION {partition.Name} FOR VALUES {partition.Bounds}", cancellationToken);
        return true;
    }

    private static DateTimeOffset LastEnd(List<TaskPartition> known, DateTimeOffset oldest) =>
        known.Select(partition => partition.To).Append(oldest).Max();

    private static DateTimeOffset Latest(DateTimeOffset? left, DateTimeOffset right) =>
        left > right ? left.Value : right;

    private static DateTimeOffset Floor(DateTimeOffset time, TimeSpan length) =>
        DateTimeOffset.UnixEpoch.AddTicks((time - DateTimeOffset.UnixEpoch).Ticks / length.Ticks * length.Ticks);
}

using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Makes partitions ahead of time.
/// <list type="number">
/// <item>One partition is one transaction, and one tracker makes them at a time.</item>
/// <item>Each begins where another one ends. After a time without trackers there is a gap, which is filled for the events
/// that have waited in the queue meanwhile.</item>
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
        var partition = NextHole(known, from ?? Oldest(known, expiry, now), Length(expiry));
        if (partition.From >= until)
            return null;

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

    /// <summary>Not before there were trackers, and not so far back that most tasks would have expired.</summary>
    private static DateTimeOffset Oldest(List<TaskPartition> known, TaskExpiry expiry, DateTimeOffset now)
    {
        if (known.Count == 0 || known[0].From > now)
            return Floor(now, Length(expiry));

        var shortest = expiry.Results < expiry.Failures ? expiry.Results : expiry.Failures;
        var oldest = Floor(now - shortest, Length(expiry));
        return oldest > known[0].From ? oldest : known[0].From;
    }

    /// <summary>The first range that has no partition, up to the next one or to a multiple of the length.</summary>
    private TaskPartition NextHole(List<TaskPartition> known, DateTimeOffset begin, TimeSpan length)
    {
        foreach (var partition in known)
        {
            if (partition.From <= begin && begin < partition.To)
                begin = partition.To;
        }

        var end = known.Select(partition => partition.From).Where(from => from > begin).Append(Floor(begin, length) + length);
        return TaskPartition.New(prefix, begin, end.Min());
    }

    private static DateTimeOffset Floor(DateTimeOffset time, TimeSpan length) =>
        DateTimeOffset.UnixEpoch.AddTicks((time - DateTimeOffset.UnixEpoch).Ticks / length.Ticks * length.Ticks);
}

namespace Messaging.PostgreSql;

/// <summary>
/// From where on to look for messages of a queue, for each priority. While any transaction of the database is old, a dump
/// or a report, rows that were deleted since it began stay in the indexes, and every search from the beginning steps over
/// all of them. So searches begin where the first message was some time ago.
/// <para>1. The lowest id that a call has taken becomes the floor after <see cref="Grace"/>: longer than a message may be
/// on its way that has its id and is not committed.</para>
/// <para>2. Below it there can be messages again that were put back or whose lock has run out. They come with a due time,
/// and whoever clears that lowers his floor to them.</para>
/// <para>3. For whatever else there may be, once in <see cref="Whole"/> all is searched.</para>
/// </summary>
internal sealed class QueueFloor(TimeProvider time)
{
    /// <summary>The highest priority; the lowest is 0.</summary>
    public const byte Highest = 9;

    private const int Priorities = Highest + 1;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Whole = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly long[] floor = new long[Priorities];
    private readonly long[] seen = new long[Priorities];
    private long seenAt = time.GetTimestamp();
    private long wholeAt = time.GetTimestamp();
    private DateTime? due;

    /// <summary>Where a search begins.</summary>
    public SearchStart Start()
    {
        lock (gate)
        {
            if (time.GetElapsedTime(wholeAt) < Whole)
                return new SearchStart([.. floor.Reverse()], due);

            wholeAt = time.GetTimestamp();
            return new SearchStart(new long[Priorities], Due: null);
        }
    }

    /// <summary>Notes that a message was taken.</summary>
    public void Taken(byte priority, long id)
    {
        lock (gate)
        {
            if (id < floor[priority])
                floor[priority] = id;
            if (seen[priority] == 0 || id < seen[priority])
                seen[priority] = id;
            if (time.GetElapsedTime(seenAt) < Grace)
                return;

            for (var index = 0; index < Priorities; index++)
                floor[index] = Math.Max(floor[index], seen[index]);
            Array.Clear(seen);
            seenAt = time.GetTimestamp();
        }
    }

    /// <summary>Notes that a message waits again.</summary>
    public void Back(byte priority, long id)
    {
        lock (gate)
        {
            floor[priority] = Math.Min(floor[priority], id);
            if (seen[priority] != 0)
                seen[priority] = Math.Min(seen[priority], id);
        }
    }

    /// <summary>Notes that nothing was due any more.</summary>
    /// <param name="now">When that was, by the database's clock.</param>
    public void NothingDue(DateTime now)
    {
        lock (gate)
            due = now - Grace * 2;
    }
}

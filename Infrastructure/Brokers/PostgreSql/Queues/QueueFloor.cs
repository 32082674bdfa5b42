namespace Messaging.PostgreSql;

/// <summary>
/// From where on to look for messages of a queue, for each priority. While any transaction of the database is old, a dump
/// or a report, rows that were deleted since it began stay in the indexes, and every search from the beginning steps over
/// all of them. So searches begin where the first message was some time ago.
/// <para>1. The lowest id that was taken in a span of <see cref="Grace"/> or more becomes the floor when the next such
/// span has passed, and so all of <see cref="Grace"/> after it was seen: longer than a message may be on its way that has
/// a lower id and is not committed. Ids that were seen just now say nothing of that, however long nothing was taken
/// before.</para>
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
    private readonly long[] before = new long[Priorities];
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
            Lower(priority, id);
            if (seen[priority] == 0)
                seen[priority] = id;
            if (time.GetElapsedTime(seenAt) < Grace)
                return;

            for (var index = 0; index < Priorities; index++)
                floor[index] = Math.Max(floor[index], before[index]);
            seen.CopyTo(before, 0);
            Array.Clear(seen);
            seenAt = time.GetTimestamp();
        }
    }

    /// <summary>Notes that a message waits again.</summary>
    public void Back(byte priority, long id)
    {
        lock (gate)
            Lower(priority, id);
    }

    /// <summary>Notes that nothing was due any more.</summary>
    /// <param name="now">When that was, by the database's clock.</param>
    public void NothingDue(DateTime now)
    {
        lock (gate)
            due = now - Grace * 2;
    }

    // There may be others beside it: the floor must not rise over them with what was seen before.
    private void Lower(byte priority, long id)
    {
        foreach (var ids in (ReadOnlySpan<long[]>)[floor, before, seen])
            ids[priority] = Math.Min(ids[priority], id);
    }
}

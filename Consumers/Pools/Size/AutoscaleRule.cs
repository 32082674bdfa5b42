namespace Messaging.Consumers;

/// <summary>
/// Celery's rule: grow at once to what runs and waits, up to the most; shrink to it, down to the least, when that has
/// been less for 30 s.
/// </summary>
internal sealed class AutoscaleRule(int min, int max, TimeProvider clock)
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    private long needed = clock.GetTimestamp();

    /// <summary>The size from now on.</summary>
    /// <param name="size">The size so far.</param>
    /// <param name="tasks">Tasks that run or wait.</param>
    public int Next(int size, int tasks)
    {
        var wanted = Math.Clamp(tasks, min, max);
        if (wanted < size && clock.GetElapsedTime(needed) < KeepAlive)
            return Math.Min(size, max);

        if (wanted >= size)
            needed = clock.GetTimestamp();
        return wanted;
    }
}

namespace Messaging.Contracts;

/// <summary>Works out when triggers are due.</summary>
internal static class TriggerTimes
{
    /// <summary>The first due time strictly after a time, in UTC; <c>null</c> when there is none any more.</summary>
    /// <param name="trigger">A trigger without faults.</param>
    /// <param name="after">The time.</param>
    /// <param name="created">When the schedule was created.</param>
    public static DateTimeOffset? Next(Trigger trigger, DateTimeOffset after, DateTimeOffset created) => trigger switch
    {
        IntervalTrigger interval => Next(interval, after, interval.From ?? created),
        OnceTrigger once => once.At > after ? once.At.ToUniversalTime() : null,
        _ => throw new NotSupportedException($"Triggers of type {trigger.GetType().Name} are not known here."),
    };

    private static DateTimeOffset? Next(IntervalTrigger interval, DateTimeOffset after, DateTimeOffset from)
    {
        var passed = after.UtcTicks - from.UtcTicks;
        var number = passed < 0 ? 1 : (passed / interval.Every.Ticks) + 1;
        var ticks = from.UtcTicks + (number * interval.Every.Ticks);
        return ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }
}

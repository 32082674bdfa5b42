namespace Messaging.Contracts;

/// <summary>Runs at a start and whole intervals after it; the start counts only if it was asked for.</summary>
internal static class IntervalTimes
{
    public static DateTimeOffset? Next(IntervalTrigger trigger, DateTimeOffset after, DateTimeOffset created)
    {
        TriggerRules.ThrowIfFaulty(trigger);

        var start = (trigger.From ?? created).UtcTicks;
        var interval = trigger.Every.Ticks;
        var run = after.UtcTicks < start
            ? (trigger.From is null ? start + interval : start)
            : after.UtcTicks + interval - ((after.UtcTicks - start) % interval);
        return run > DateTimeOffset.MaxValue.UtcTicks ? null : new DateTimeOffset(run, TimeSpan.Zero);
    }
}

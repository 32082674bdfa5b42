namespace Messaging.Contracts;

/// <summary>When a trigger is due.</summary>
internal static class TriggerTimes
{
    /// <summary>The first due time strictly after another, in UTC; null if there is none any more.</summary>
    /// <param name="trigger">One that has no faults (<see cref="TriggerRules"/>).</param>
    /// <param name="after">The time before.</param>
    /// <param name="created">When the schedule was created, which intervals are counted from by default.</param>
    /// <exception cref="ArgumentException">The trigger has faults, which the message names.</exception>
    public static DateTimeOffset? Next(Trigger trigger, DateTimeOffset after, DateTimeOffset created) =>
        trigger switch
        {
            CronTrigger cron => CronSchedule.Of(cron).Next(after),
            IntervalTrigger interval => IntervalTimes.Next(interval, after, created),
            OnceTrigger once => once.At > after ? once.At.ToUniversalTime() : null,
            SolarTrigger solar => SolarTimes.Next(solar, after),
            _ => throw new ArgumentException(TriggerRules.Faults(trigger)[0], nameof(trigger)),
        };
}

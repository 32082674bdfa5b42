using System.Globalization;

namespace Messaging.Contracts;

/// <summary>
/// What a trigger may be, for those who make schedules and those who keep them: each fault with its field and value, what
/// is allowed and what to do.
/// </summary>
internal static class TriggerRules
{
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MostInterval = TimeSpan.FromDays(3_650);

    public static IReadOnlyList<string> Faults(Trigger? trigger) => trigger switch
    {
        CronTrigger cron => Cron(cron),
        IntervalTrigger interval => Interval(interval),
        OnceTrigger => [],
        SolarTrigger solar =>
        [
            .. Event(solar.Event),
            .. Degrees("Latitude", solar.Latitude, 90, "north of the equator"),
            .. Degrees("Longitude", solar.Longitude, 180, "east of Greenwich"),
        ],
        _ => ["The trigger is null. Give one made by Trigger.Cron, Trigger.Every, Trigger.Once or Trigger.Solar."],
    };

    /// <summary>For those who need a trigger without faults.</summary>
    /// <exception cref="ArgumentException">The trigger has faults, which the message names.</exception>
    public static void ThrowIfFaulty(Trigger trigger)
    {
        var faults = Faults(trigger);
        if (faults.Count > 0)
            throw new ArgumentException(string.Join(" ", faults), nameof(trigger));
    }

    private static IReadOnlyList<string> Cron(CronTrigger trigger)
    {
        _ = CronExpression.Parse(trigger.Expression, out var faults);
        return TimeZones.Find(trigger.TimeZone) is null ? [.. faults, TimeZones.Fault(trigger.TimeZone!)] : faults;
    }

    private static IReadOnlyList<string> Interval(IntervalTrigger trigger)
    {
        if (trigger.Every < LeastInterval)
            return [$"Every is {trigger.Every:c}. Allowed: {LeastInterval:c} (a millisecond) or more."];
        if (trigger.Every > MostInterval)
            return [$"Every is {trigger.Every:c}. Allowed: up to {MostInterval:c} (ten years). For a single run, "
                + "use Trigger.Once."];

        return [];
    }

    private static IEnumerable<string> Event(SolarEvent solarEvent)
    {
        if (!Enum.IsDefined(solarEvent))
            yield return $"Event is {solarEvent}. Allowed: {string.Join(", ", Enum.GetNames<SolarEvent>())}.";
    }

    /// <summary>Written so that NaN is a fault, too.</summary>
    private static IEnumerable<string> Degrees(string name, double degrees, int most, string meaning)
    {
        if (degrees >= -most && degrees <= most)
            yield break;

        var given = degrees.ToString(CultureInfo.InvariantCulture);
        yield return $"{name} is {given}. Allowed: -{most} to {most}, degrees {meaning}.";
    }
}

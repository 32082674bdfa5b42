namespace Messaging.Contracts;

/// <summary>
/// When an event of the sun is. Between midnight and noon, and between noon and midnight, the sun goes one way, so each
/// half of a day has the event once if the heights at its ends are on either side of the event's, and not otherwise. No
/// half is left out, so that near a pole, where the sun rises once a year, that day is found.
/// </summary>
internal static class SolarTimes
{
    /// <summary>Anywhere, each event comes back within a year.</summary>
    private const int MostDays = 370;

    /// <summary>As many as bring half a day down to less than a tenth of a second.</summary>
    private const int Halvings = 20;

    private static readonly DateTime Epoch = new(2000, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>In whole seconds, so that a time computed again, on another machine, is the same.</summary>
    public static DateTimeOffset? Next(SolarTrigger trigger, DateTimeOffset after)
    {
        TriggerRules.ThrowIfFaulty(trigger);

        var time = (after.UtcDateTime - Epoch).TotalDays;
        var today = (long)Math.Floor(time + (trigger.Longitude / 360));
        for (var day = today - 1; day <= today + MostDays; day++)
        {
            foreach (var found in Times(trigger, day))
            {
                if (InSeconds(found) is var seconds && seconds > after)
                    return seconds;
            }
        }

        return null;
    }

    /// <summary>Of a day from midnight to midnight in the place; none, one, or near a pole two.</summary>
    private static IEnumerable<double> Times(SolarTrigger trigger, long day)
    {
        var noon = Sun.Noon(day, trigger.Longitude);
        if (trigger.Event == SolarEvent.SolarNoon)
        {
            yield return noon;
            yield break;
        }

        var midnight = (Sun.Noon(day - 1, trigger.Longitude) + noon) / 2;
        var nextMidnight = (noon + Sun.Noon(day + 1, trigger.Longitude)) / 2;
        if (Crossing(trigger, midnight, noon) is { } morning)
            yield return morning;
        if (Crossing(trigger, noon, nextMidnight) is { } evening)
            yield return evening;
    }

    private static double? Crossing(SolarTrigger trigger, double start, double end)
    {
        if (HasHappened(start) || !HasHappened(end))
            return null;

        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = (start + end) / 2;
            if (HasHappened(middle))
                end = middle;
            else
                start = middle;
        }

        return end;

        bool HasHappened(double time)
        {
            var (height, rises) = HeightOf(trigger.Event);
            var altitude = Sun.Altitude(time, trigger.Latitude, trigger.Longitude);
            return rises ? altitude >= height : altitude <= height;
        }
    }

    /// <summary>
    /// Degrees, and whether the sun comes from below. At sunrise and sunset the centre is 50 minutes of arc under the
    /// horizon: 34 by which the air lifts it, 16 from its edge.
    /// </summary>
    private static (double Height, bool Rises) HeightOf(SolarEvent solarEvent) => solarEvent switch
    {
        SolarEvent.DawnAstronomical => (-18, true),
        SolarEvent.DawnNautical => (-12, true),
        SolarEvent.DawnCivil => (-6, true),
        SolarEvent.Sunrise => (-50.0 / 60, true),
        SolarEvent.Sunset => (-50.0 / 60, false),
        SolarEvent.DuskCivil => (-6, false),
        SolarEvent.DuskNautical => (-12, false),
        SolarEvent.DuskAstronomical => (-18, false),
        _ => throw new ArgumentOutOfRangeException(nameof(solarEvent), solarEvent, "The sun has no height at it."),
    };

    private static DateTimeOffset? InSeconds(double time)
    {
        var seconds = (Epoch.Ticks / TimeSpan.TicksPerSecond) + (long)Math.Round(time * 86_400);
        return seconds < 0 || seconds > DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond
            ? null
            : new DateTimeOffset(seconds * TimeSpan.TicksPerSecond, TimeSpan.Zero);
    }
}

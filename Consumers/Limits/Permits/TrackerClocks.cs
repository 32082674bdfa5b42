namespace Messaging.Consumers;

/// <summary>The clocks of the trackers that have answered this worker.</summary>
internal sealed class TrackerClocks(TimeProvider clock)
{
    private const int Most = 100;

    private readonly Dictionary<Guid, TrackerClock> clocks = [];

    /// <summary>Says when permits were granted.</summary>
    public GrantedPermits Place(PermitAnswer answer)
    {
        var tracker = answer.Permits.Tracker;
        if (!clocks.TryGetValue(tracker, out var known))
        {
            // Trackers come and go; those that are still there are known again after one answer.
            if (clocks.Count == Most)
                clocks.Clear();
            clocks.Add(tracker, known = new TrackerClock());
        }

        return known.Place(
            answer.Permits, clock.GetElapsedTime(0, answer.Asked), clock.GetElapsedTime(0, answer.Answered));
    }
}

using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// What a runner does about a schedule whose time has come:
/// <list type="number">
/// <item>Normally each run that is due is sent, one nearly always.</item>
/// <item>If the first of them is more than <see cref="InTime"/> late, everything was down. Of all that were missed the
/// latest is sent, unless that is later than the schedule's deadline.</item>
/// </list>
/// </summary>
internal sealed record SchedulePlan
{
    /// <summary>
    /// Longer than another tracker takes to step in for one that has died, and shorter than what people call down.
    /// </summary>
    public static readonly TimeSpan InTime = TimeSpan.FromSeconds(3);

    private const int MostAtATime = 1_000;
    private const int MostMissed = 100_000;

    private SchedulePlan(StoredSchedule schedule) => Schedule = schedule;

    /// <summary>The schedule as it was claimed.</summary>
    public StoredSchedule Schedule { get; }

    /// <summary>Due times of the runs to be sent.</summary>
    public IReadOnlyList<DateTimeOffset> Due { get; private init; } = [];

    /// <summary>Number of runs that are left out since they come too late.</summary>
    public long Missed { get; private init; }

    /// <summary>The latest due time that is dealt with.</summary>
    private DateTimeOffset? LastDue { get; init; }

    /// <summary>The next due time.</summary>
    private DateTimeOffset? NextDue { get; init; }

    public static SchedulePlan Of(StoredSchedule schedule, DateTimeOffset now)
    {
        if (schedule.NextDue is not { } first)
            return new SchedulePlan(schedule) { LastDue = schedule.LastDue };

        return now - ScheduleTimes.SendingTime(schedule, first) <= InTime
            ? EachOf(schedule, first, now)
            : LatestOf(schedule, first, now);
    }

    /// <summary>The schedule when its runs were sent or skipped.</summary>
    public StoredSchedule Done(IReadOnlyList<ScheduleRun> sent, int skipped) => (Schedule with
    {
        LastDue = LastDue,
        Runs = sent.Count == 0 ? Schedule.Runs : LastRuns.Add(Schedule.Runs, sent),
        RunCount = Schedule.RunCount + sent.Count,
        SkippedCount = Schedule.SkippedCount + skipped,
        MissedCount = Schedule.MissedCount + Missed,
    }).WithNext(NextDue);

    private static SchedulePlan EachOf(StoredSchedule schedule, DateTimeOffset first, DateTimeOffset now)
    {
        var due = new List<DateTimeOffset>();
        DateTimeOffset? next = first;
        while (next is { } time && due.Count < MostAtATime && ScheduleTimes.SendingTime(schedule, time) <= now)
        {
            due.Add(time);
            next = ScheduleTimes.Next(schedule, time);
        }

        return due.Count == 0
            ? new SchedulePlan(schedule) { LastDue = schedule.LastDue, NextDue = first }
            : new SchedulePlan(schedule) { Due = due, LastDue = due[^1], NextDue = next };
    }

    private static SchedulePlan LatestOf(StoredSchedule schedule, DateTimeOffset first, DateTimeOffset now)
    {
        var latest = ScheduleTimes.Latest(schedule, first, now);
        var missed = ScheduleTimes.Count(schedule, first, latest, MostMissed);
        var sendingTime = ScheduleTimes.SendingTime(schedule, latest);
        if (sendingTime > now)
            return new SchedulePlan(schedule) { Missed = missed, LastDue = first, NextDue = latest };

        var isTooLate = now - sendingTime > schedule.Definition.Deadline;
        return new SchedulePlan(schedule)
        {
            Due = isTooLate ? [] : [latest],
            Missed = isTooLate ? missed + 1 : missed,
            LastDue = latest,
            NextDue = ScheduleTimes.Next(schedule, latest),
        };
    }
}

using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// The due times of a stored schedule, in whole microseconds as stores keep them: a due time that was cut when it was
/// stored would be due again, a fraction of a microsecond later.
/// </summary>
internal static class ScheduleTimes
{
    private static readonly TimeSpan AlmostMicrosecond = TimeSpan.FromMicroseconds(1) - TimeSpan.FromTicks(1);

    /// <summary>The first due time after a time; <c>null</c> when there is none any more.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="after">A time in whole microseconds.</param>
    public static DateTimeOffset? Next(StoredSchedule schedule, DateTimeOffset after) => StoredTime.Of(
        TriggerTimes.Next(schedule.Definition.Trigger, after + AlmostMicrosecond, schedule.CreatedAt));

    /// <summary>
    /// When the run of a due time is sent. Jitter ends where the next run is due, so that runs stay in their order.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="due">One of its due times.</param>
    public static DateTimeOffset SendingTime(StoredSchedule schedule, DateTimeOffset due)
    {
        var jitter = schedule.Definition.Jitter;
        if (jitter <= TimeSpan.Zero)
            return due;

        var room = Next(schedule, due) is { } next && next - due < jitter ? next - due : jitter;
        return due + ScheduleRuns.JitterOf(schedule.Definition.Name, due, room);
    }

    /// <summary>The schedule with another next due time, and the sending time that follows from it.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="due">The due time; <c>null</c> for none.</param>
    public static StoredSchedule WithNext(this StoredSchedule schedule, DateTimeOffset? due) => schedule with
    {
        NextDue = due,
        NextAt = due is { } time ? SendingTime(schedule, time) : null,
    };

    /// <summary>
    /// The latest due time that is not after a time. Found backwards, from shortly before it, since due times of every
    /// second over a year would be too many to go through.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="first">One of its due times, not after <paramref name="time"/>.</param>
    /// <param name="time">The time.</param>
    public static DateTimeOffset Latest(StoredSchedule schedule, DateTimeOffset first, DateTimeOffset time)
    {
        var latest = first;
        for (var back = TimeSpan.FromMilliseconds(1); time - back > first; back *= 2)
        {
            if (Next(schedule, time - back) is { } due && due <= time)
            {
                latest = due;
                break;
            }
        }

        while (Next(schedule, latest) is { } next && next <= time)
            latest = next;
        return latest;
    }

    /// <summary>How many due times there are from one to another, that one not counted.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="first">One of its due times.</param>
    /// <param name="end">Another one.</param>
    /// <param name="most">What is counted one by one is counted up to here.</param>
    public static long Count(StoredSchedule schedule, DateTimeOffset first, DateTimeOffset end, int most)
    {
        if (schedule.Definition.Trigger is IntervalTrigger interval)
            return (long)Math.Round((end - first) / interval.Every);

        var count = 0;
        for (DateTimeOffset? due = first; due < end && count < most; due = Next(schedule, due.Value))
            count++;
        return count;
    }
}

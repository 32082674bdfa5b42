using System.Text.Json;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>What becomes of a schedule that is put, paused or resumed.</summary>
internal static class ScheduleChanges
{
    public static StoredSchedule Put(StoredSchedule? before, Schedule definition, DateTimeOffset now) =>
        before is null ? New(definition, now) : Replace(before, definition, now);

    public static StoredSchedule Pause(StoredSchedule schedule) =>
        (schedule with { Paused = true }).WithNext(null);

    /// <summary>A schedule that is not paused is left alone: what it may be late with is not to be lost.</summary>
    public static StoredSchedule Resume(StoredSchedule schedule, DateTimeOffset now)
    {
        if (!schedule.Paused)
            return schedule;

        var resumed = schedule with { Paused = false };
        return resumed.WithNext(ScheduleTimes.Next(resumed, NotBefore(schedule, now)));
    }

    public static bool Same<T>(T? left, T? right)
        where T : class =>
        string.Equals(
            JsonSerializer.Serialize(left, TaskJson.Options),
            JsonSerializer.Serialize(right, TaskJson.Options),
            StringComparison.Ordinal);

    private static StoredSchedule New(Schedule definition, DateTimeOffset now)
    {
        var created = StoredTime.Of(now);
        var schedule = new StoredSchedule
        {
            Definition = definition,
            Declared = DeclaredBy(definition),
            CreatedAt = created,
            ChangedAt = created,
        };
        return schedule.WithNext(First(schedule, now));
    }

    private static StoredSchedule Replace(StoredSchedule before, Schedule definition, DateTimeOffset now)
    {
        var declared = DeclaredBy(definition);
        if (declared is not null && Same(before.Declared, declared))
            return before;

        var after = before with { Declared = declared ?? before.Declared };
        if (Same(before.Definition with { Origin = definition.Origin }, definition))
            return after;

        after = after with { Definition = definition, ChangedAt = StoredTime.Of(now) };
        if (after.Paused)
            return after;

        return after.WithNext(
            Same(before.Definition.Trigger, definition.Trigger) ? before.NextDue : First(after, now));
    }

    private static Schedule? DeclaredBy(Schedule definition) =>
        definition.Origin == ScheduleOrigin.Code ? definition : null;

    /// <summary>
    /// A single time that has passed already is due at once, like a task whose eta has passed. All others begin with the
    /// first due time from now.
    /// </summary>
    private static DateTimeOffset? First(StoredSchedule schedule, DateTimeOffset now) => ScheduleTimes.Next(
        schedule,
        schedule.Definition.Trigger is OnceTrigger
            ? schedule.LastDue ?? DateTimeOffset.UnixEpoch
            : NotBefore(schedule, now));

    /// <summary>A clock that was put back must not make a due time come again.</summary>
    private static DateTimeOffset NotBefore(StoredSchedule schedule, DateTimeOffset now) =>
        schedule.LastDue > now ? schedule.LastDue.Value : StoredTime.Of(now);
}

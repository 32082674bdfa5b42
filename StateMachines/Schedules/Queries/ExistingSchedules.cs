namespace Messaging.StateMachines;

/// <summary>Changes schedules that must be there.</summary>
internal static class ExistingSchedules
{
    /// <summary>Changes one.</summary>
    /// <exception cref="NoSuchScheduleException">There is none of that name.</exception>
    public static async Task<ScheduleChange> ChangeExisting(
        this IScheduleStore schedules,
        string name,
        Func<StoredSchedule, StoredSchedule?> change,
        CancellationToken cancellationToken)
    {
        var changed = await schedules.Change(
            name, before => before is null ? null : change(before), cancellationToken);
        return changed.Before is null
            ? throw await NoSuchScheduleException.Of(name, schedules, cancellationToken)
            : changed;
    }
}

using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Tells of stored schedules, with how far the tasks of their last runs are.</summary>
internal static class ScheduleStatusOf
{
    private const int NextRuns = 5;

    public static async Task<ScheduleStatus> One(
        StoredSchedule schedule, ITaskStore tasks, CancellationToken cancellationToken) =>
        (await Many([schedule], tasks, cancellationToken))[0];

    public static async Task<IReadOnlyList<ScheduleStatus>> Many(
        IReadOnlyCollection<StoredSchedule> schedules, ITaskStore tasks, CancellationToken cancellationToken)
    {
        var ids = schedules.SelectMany(schedule => schedule.Runs).Select(run => run.TaskId).Distinct().ToArray();
        var sagas = ids.Length == 0 ? [] : await tasks.Load(ids, cancellationToken);
        var states = sagas.ToDictionary(saga => saga.CorrelationId, TaskVerdict.StateOf);

        return [.. schedules.Select(schedule => Status(schedule, states))];
    }

    private static ScheduleStatus Status(StoredSchedule schedule, Dictionary<Guid, TaskState> states) => new()
    {
        Schedule = schedule.Definition,
        Paused = schedule.Paused,
        CreatedAt = schedule.CreatedAt,
        ChangedAt = schedule.ChangedAt,
        NextRuns = Next(schedule),
        LastDue = schedule.LastDue,
        LastRuns = [.. schedule.Runs.Select(run => run with { State = states.GetValueOrDefault(run.TaskId) })],
        RunCount = schedule.RunCount,
        SkippedCount = schedule.SkippedCount,
        MissedCount = schedule.MissedCount,
    };

    /// <summary>As far as they can be worked out: this machine may lack a time zone that another one has.</summary>
    private static List<DateTimeOffset> Next(StoredSchedule schedule)
    {
        var runs = new List<DateTimeOffset>(NextRuns);
        try
        {
            for (var next = schedule.NextDue; runs.Count < NextRuns && next is { } due;)
            {
                runs.Add(due);
                next = ScheduleTimes.Next(schedule, due);
            }
        }
        catch (ArgumentException)
        {
            // The runner says so in the log, each time that it tries.
        }

        return runs;
    }
}

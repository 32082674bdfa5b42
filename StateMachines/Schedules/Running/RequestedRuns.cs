using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Sends runs that somebody asks for, whatever the schedule says. Whoever asks chooses the id, so that a question asked
/// again for want of an answer is the same run.
/// </summary>
internal sealed class RequestedRuns(IScheduleStore schedules, ITaskStore tasks, IRunSender sender, TimeProvider clock)
{
    /// <summary>Sends a run.</summary>
    /// <returns>The schedule, with the run; <c>null</c> if there is no such schedule.</returns>
    /// <exception cref="RunsNotSentException">It could not be sent.</exception>
    public async Task<StoredSchedule?> Send(string name, Guid taskId, CancellationToken cancellationToken)
    {
        if (await schedules.Get(name, cancellationToken) is not { } schedule)
            return null;
        if (IsKnown(schedule, taskId))
            return schedule;

        var run = new DueRun
        {
            Schedule = schedule.Definition, Due = StoredTime.Of(clock.GetUtcNow()), TaskId = taskId,
        };
        if (!await IsKnown(taskId, cancellationToken))
        {
            var failures = await sender.Send([run], cancellationToken);
            if (failures.TryGetValue(taskId, out var reason))
                throw new RunsNotSentException(1, reason);
        }

        var changed = await schedules.Change(name, current => Add(current, run), cancellationToken);
        return changed.After;
    }

    private StoredSchedule? Add(StoredSchedule? schedule, DueRun run) =>
        schedule is null || IsKnown(schedule, run.TaskId) ? schedule : schedule with
        {
            Runs = LastRuns.Add(schedule.Runs, [run.SentAt(clock.GetUtcNow())]),
            RunCount = schedule.RunCount + 1,
        };

    private static bool IsKnown(StoredSchedule schedule, Guid taskId) =>
        schedule.Runs.Any(run => run.TaskId == taskId);

    private async Task<bool> IsKnown(Guid taskId, CancellationToken cancellationToken)
    {
        var sagas = await tasks.Load([taskId], cancellationToken);
        return sagas.Any(saga => TaskVerdict.StateOf(saga) != TaskState.Unknown);
    }
}

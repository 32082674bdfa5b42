using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>Delivers the runs of schedules that are claimed.</summary>
internal sealed class RunDelivery(ITaskStore tasks, IRunSender sender, TimeProvider clock, ILogger logger)
{
    /// <summary>
    /// A run of which nothing is known is either so new that the trackers have not heard of it, or so old that they have
    /// forgotten it.
    /// </summary>
    private static readonly TimeSpan UnheardOf = TimeSpan.FromMinutes(5);

    /// <summary>One queue that cannot be sent to must not keep the runners busy.</summary>
    private static readonly TimeSpan UntilNextTry = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan UntilNextPlan = TimeSpan.FromMinutes(1);

    /// <summary>Sends what is due.</summary>
    /// <returns>The schedules as they are to be stored.</returns>
    /// <exception cref="RunsNotSentException">None could be sent.</exception>
    public async Task<IReadOnlyCollection<StoredSchedule>> Deliver(
        IReadOnlyList<StoredSchedule> schedules, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var unusable = new List<StoredSchedule>();
        var plans = schedules.Select(schedule => Plan(schedule, now, unusable)).OfType<SchedulePlan>().ToArray();
        var states = await States(plans, cancellationToken);
        var choices = Array.ConvertAll(plans, plan => Choose(plan, states, now));

        var toSend = choices.SelectMany(choice => choice.Runs).Where(run => !IsKnown(run.TaskId, states)).ToArray();
        var failures = toSend.Length == 0
            ? new Dictionary<Guid, string>()
            : await sender.Send(toSend, cancellationToken);
        if (toSend.Length > 0 && failures.Count == toSend.Length)
            throw new RunsNotSentException(failures.Count, failures.Values.First());

        return [.. choices.Select(choice => After(choice, failures)), .. unusable];
    }

    /// <summary>
    /// One schedule that cannot be worked out, such as one in a time zone that this machine does not have, must not stop
    /// the others.
    /// </summary>
    private SchedulePlan? Plan(StoredSchedule schedule, DateTimeOffset now, List<StoredSchedule> unusable)
    {
        try
        {
            return SchedulePlan.Of(schedule, now);
        }
        catch (Exception exception)
        {
            ScheduleLog.NotPlanned(logger, exception, schedule.Definition.Name, exception.Message);
            unusable.Add(schedule with { NextAt = StoredTime.Of(now + UntilNextPlan) });
            return null;
        }
    }

    private async Task<Dictionary<Guid, TaskState>> States(SchedulePlan[] plans, CancellationToken cancellationToken)
    {
        var ids = plans
            .SelectMany(plan => plan.Due.Select(due => ScheduleRuns.IdOf(plan.Schedule.Definition.Name, due)))
            .Concat(plans.SelectMany(plan => plan.Schedule.Runs.Take(1)).Select(run => run.TaskId))
            .Distinct()
            .ToArray();
        var sagas = await tasks.Load(ids, cancellationToken);
        return sagas.ToDictionary(saga => saga.CorrelationId, TaskVerdict.StateOf);
    }

    /// <summary>Of runs that must not overlap, only the first may be sent, and that only if the last has ended.</summary>
    private static Choice Choose(SchedulePlan plan, Dictionary<Guid, TaskState> states, DateTimeOffset now)
    {
        var definition = plan.Schedule.Definition;
        var runs = plan.Due.Select(due => DueRun.Of(definition, due)).ToArray();
        if (definition.Overlap == ScheduleOverlap.Allow || runs.Length == 0)
            return new Choice(plan, runs);

        var isGoing = plan.Schedule.Runs is [var last, ..] && IsGoing(last, definition, states, now);
        return new Choice(
            plan, [.. runs.Where((run, index) => IsKnown(run.TaskId, states) || (index == 0 && !isGoing))]);
    }

    /// <summary>
    /// A run that no worker had before it expired is over, though nobody says so: its message is lost, or no worker reads
    /// its queue. It must not keep all later runs away.
    /// </summary>
    private static bool IsGoing(
        ScheduleRun run, Schedule definition, Dictionary<Guid, TaskState> states, DateTimeOffset now)
    {
        if (!IsKnown(run.TaskId, states))
            return now - run.SentAt < UnheardOf;

        var isLost = states[run.TaskId] == TaskState.Pending && now - run.SentAt > definition.ExpiresAfter + UnheardOf;
        return !isLost && !TaskVerdict.IsFinal(states[run.TaskId]);
    }

    private static bool IsKnown(Guid taskId, Dictionary<Guid, TaskState> states) =>
        states.GetValueOrDefault(taskId) != TaskState.Unknown;

    private StoredSchedule After(Choice choice, IReadOnlyDictionary<Guid, string> failures)
    {
        var (plan, runs) = choice;
        var schedule = plan.Schedule;
        if (Array.Find(runs, run => failures.ContainsKey(run.TaskId)) is { } failed)
        {
            ScheduleLog.RunNotSent(logger, schedule.Definition.Name, schedule.Definition.Queue, failures[failed.TaskId]);
            return schedule with { NextAt = StoredTime.Of(clock.GetUtcNow() + UntilNextTry) };
        }

        if (plan.Missed > 0)
            ScheduleLog.Missed(logger, schedule.Definition.Name, plan.Missed);
        var sentAt = clock.GetUtcNow();
        return plan.Done([.. runs.Select(run => run.SentAt(sentAt))], plan.Due.Count - runs.Length);
    }

    private sealed record Choice(SchedulePlan Plan, DueRun[] Runs);
}

using System.Runtime.CompilerServices;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Asks the trackers. What is not allowed is said here, before anything is sent.</summary>
internal sealed class Schedules(
    TrackerQueries queries, SendPolicies policies, TaskRoutes routes, TaskFollower follower, TimeProvider clock)
    : ISchedules
{
    private const int PageSize = 100;

    /// <summary>How the trackers call what we call <see cref="ScheduleNotFoundException"/>.</summary>
    private const string NotFound = "NoSuchScheduleException";

    public Task<ScheduleStatus> Put(
        string name,
        ITask task,
        Trigger trigger,
        ScheduleOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Ask(
            new PutSchedule
            {
                Schedule = ScheduleDefinitions.Of(
                    name,
                    task,
                    trigger,
                    options ?? ScheduleOptions.Default,
                    policies,
                    routes,
                    ScheduleOrigin.RunTime),
            },
            cancellationToken);

    public Task<ScheduleStatus> Put(Schedule schedule, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return PutAsItIs(schedule with { Origin = ScheduleOrigin.RunTime }, cancellationToken);
    }

    public Task<ScheduleStatus> Get(string name, CancellationToken cancellationToken = default) =>
        AskFor(name, new GetSchedule { Name = name }, cancellationToken);

    public IAsyncEnumerable<ScheduleStatus> List(CancellationToken cancellationToken = default) =>
        Follow(new ListSchedules { PageSize = PageSize }, cancellationToken);

    public Task<SchedulePage> ListPage(ListSchedules query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        TaskQueryException.ThrowIfAny(ScheduleRules.Faults(query), query);
        return queries.Ask<ListSchedules, SchedulePage>(query, cancellationToken);
    }

    public Task<ScheduleStatus> Pause(string name, CancellationToken cancellationToken = default) =>
        AskFor(name, new PauseSchedule { Name = name }, cancellationToken);

    public Task<ScheduleStatus> Resume(string name, CancellationToken cancellationToken = default) =>
        AskFor(name, new ResumeSchedule { Name = name }, cancellationToken);

    public Task<ScheduleStatus> Delete(string name, CancellationToken cancellationToken = default) =>
        AskFor(name, new DeleteSchedule { Name = name }, cancellationToken);

    public async Task<TaskHandle> RunNow(string name, CancellationToken cancellationToken = default)
    {
        var taskId = Guid.CreateVersion7(clock.GetUtcNow());
        var status = await AskFor(name, new RunSchedule { Name = name, TaskId = taskId }, cancellationToken);

        return new TaskHandle(taskId, follower, new SubmittedTask(
            status.Schedule.TaskName, status.Schedule.Queue, clock.GetUtcNow(), Eta: null));
    }

    /// <summary>Puts a definition wherever it comes from.</summary>
    internal Task<ScheduleStatus> PutAsItIs(Schedule schedule, CancellationToken cancellationToken)
    {
        ScheduleException.ThrowIfAny(ScheduleRules.Faults(schedule), schedule.Name);
        return Ask(new PutSchedule { Schedule = schedule }, cancellationToken);
    }

    private Task<ScheduleStatus> Ask<TQuery>(TQuery query, CancellationToken cancellationToken)
        where TQuery : class =>
        queries.Ask<TQuery, ScheduleStatus>(query, cancellationToken);

    private async Task<ScheduleStatus> AskFor<TQuery>(string name, TQuery query, CancellationToken cancellationToken)
        where TQuery : class
    {
        ArgumentNullException.ThrowIfNull(name);
        try
        {
            return await Ask(query, cancellationToken);
        }
        catch (QueryFailedException exception) when (exception.CauseOf(NotFound) is { } message)
        {
            throw new ScheduleNotFoundException(name, message, exception);
        }
    }

    private async IAsyncEnumerable<ScheduleStatus> Follow(
        ListSchedules query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = query;
        while (true)
        {
            var page = await ListPage(next, cancellationToken);
            foreach (var schedule in page.Schedules)
                yield return schedule;

            if (page.NextCursor is null)
                yield break;
            next = query with { Cursor = page.NextCursor };
        }
    }
}

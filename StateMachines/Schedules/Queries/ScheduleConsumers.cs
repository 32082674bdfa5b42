using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Creates and changes schedules.</summary>
internal sealed class PutScheduleConsumer(
    IScheduleStore schedules, ITaskStore tasks, Wake<ScheduleRunner> wake, TimeProvider clock)
    : IConsumer<PutSchedule>
{
    public async Task Consume(ConsumeContext<PutSchedule> context)
    {
        var definition = context.Message.Schedule;
        QuestionRefused.IfAny(ScheduleRules.Faults(definition), context.Message);

        var put = await schedules.Change(
            definition.Name,
            before => ScheduleChanges.Put(before, definition, clock.GetUtcNow()),
            context.CancellationToken);
        wake.Set();

        await context.RespondAsync(await ScheduleStatusOf.One(put.After!, tasks, context.CancellationToken));
    }
}

/// <summary>Answers what a schedule's status is.</summary>
internal sealed class GetScheduleConsumer(IScheduleStore schedules, ITaskStore tasks) : IConsumer<GetSchedule>
{
    public async Task Consume(ConsumeContext<GetSchedule> context)
    {
        var name = context.Message.Name;
        var found = await schedules.Get(name, context.CancellationToken)
            ?? throw await NoSuchScheduleException.Of(name, schedules, context.CancellationToken);

        await context.RespondAsync(await ScheduleStatusOf.One(found, tasks, context.CancellationToken));
    }
}

/// <summary>Answers which schedules there are.</summary>
internal sealed class ListSchedulesConsumer(IScheduleStore schedules, ITaskStore tasks) : IConsumer<ListSchedules>
{
    public async Task Consume(ConsumeContext<ListSchedules> context)
    {
        var query = context.Message;
        QuestionRefused.IfAny(ScheduleRules.Faults(query), query);

        var found = await schedules.List(query, context.CancellationToken);
        var page = found.Take(query.PageSize).ToArray();
        await context.RespondAsync(new SchedulePage
        {
            Schedules = await ScheduleStatusOf.Many(page, tasks, context.CancellationToken),
            NextCursor = found.Count > page.Length ? page[^1].Definition.Name : null,
        });
    }
}

/// <summary>Pauses schedules.</summary>
internal sealed class PauseScheduleConsumer(IScheduleStore schedules, ITaskStore tasks) : IConsumer<PauseSchedule>
{
    public async Task Consume(ConsumeContext<PauseSchedule> context)
    {
        var paused = await schedules.ChangeExisting(
            context.Message.Name, ScheduleChanges.Pause, context.CancellationToken);

        await context.RespondAsync(await ScheduleStatusOf.One(paused.After!, tasks, context.CancellationToken));
    }
}

/// <summary>Lets paused schedules go on.</summary>
internal sealed class ResumeScheduleConsumer(
    IScheduleStore schedules, ITaskStore tasks, Wake<ScheduleRunner> wake, TimeProvider clock)
    : IConsumer<ResumeSchedule>
{
    public async Task Consume(ConsumeContext<ResumeSchedule> context)
    {
        var resumed = await schedules.ChangeExisting(
            context.Message.Name,
            schedule => ScheduleChanges.Resume(schedule, clock.GetUtcNow()),
            context.CancellationToken);
        wake.Set();

        await context.RespondAsync(await ScheduleStatusOf.One(resumed.After!, tasks, context.CancellationToken));
    }
}

/// <summary>Deletes schedules.</summary>
internal sealed class DeleteScheduleConsumer(IScheduleStore schedules, ITaskStore tasks) : IConsumer<DeleteSchedule>
{
    public async Task Consume(ConsumeContext<DeleteSchedule> context)
    {
        var deleted = await schedules.ChangeExisting(
            context.Message.Name, static _ => null, context.CancellationToken);

        await context.RespondAsync(await ScheduleStatusOf.One(deleted.Before!, tasks, context.CancellationToken));
    }
}

/// <summary>Sends runs on request.</summary>
internal sealed class RunScheduleConsumer(IScheduleStore schedules, ITaskStore tasks, RequestedRuns runs)
    : IConsumer<RunSchedule>
{
    public async Task Consume(ConsumeContext<RunSchedule> context)
    {
        var schedule = await runs.Send(context.Message.Name, context.Message.TaskId, context.CancellationToken)
            ?? throw await NoSuchScheduleException.Of(context.Message.Name, schedules, context.CancellationToken);

        await context.RespondAsync(await ScheduleStatusOf.One(schedule, tasks, context.CancellationToken));
    }
}

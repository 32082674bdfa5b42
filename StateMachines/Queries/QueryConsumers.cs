using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Answers what a task's status is.</summary>
internal sealed class GetTaskStatusConsumer(ITaskStore store) : IConsumer<GetTaskStatus>
{
    public async Task Consume(ConsumeContext<GetTaskStatus> context)
    {
        var taskId = context.Message.TaskId;
        var found = await store.Load([taskId], context.CancellationToken);

        await context.RespondAsync(found.Count == 0 ? TaskStatusOf.Unknown(taskId) : TaskStatusOf.Saga(found[0]));
    }
}

/// <summary>Answers which tasks there are.</summary>
internal sealed class ListTasksConsumer(ITaskStore store) : IConsumer<ListTasks>
{
    public async Task Consume(ConsumeContext<ListTasks> context)
    {
        var query = context.Message;
        QuestionRefused.IfAny(QueryRules.Faults(query), query);

        _ = TaskCursor.TryRead(query.Cursor, out var before);
        var found = await store.List(query, before, context.CancellationToken);

        await context.RespondAsync(new TaskPage
        {
            Tasks = found.Tasks,
            NextCursor = TaskCursor.Write(found.GoOnBefore),
        });
    }
}

/// <summary>Answers how many tasks there are.</summary>
internal sealed class CountTasksConsumer(ITaskStore store) : IConsumer<CountTasks>
{
    public async Task Consume(ConsumeContext<CountTasks> context)
    {
        var query = context.Message;
        QuestionRefused.IfAny(QueryRules.Faults(query), query);

        var filter = query.Filter with
        {
            RootId = query.RootId ?? query.Filter.RootId,
            Name = query.Name ?? query.Filter.Name,
            Queue = query.Queue ?? query.Filter.Queue,
        };
        await context.RespondAsync(await store.Count(filter, query.By, context.CancellationToken));
    }
}

/// <summary>Answers what has not ended yet.</summary>
internal sealed class GetBacklogConsumer(ITaskStore store, TimeProvider clock) : IConsumer<GetBacklog>
{
    public async Task Consume(ConsumeContext<GetBacklog> context) => await context.RespondAsync(
        await store.Backlog(context.Message.Queue, clock.GetUtcNow(), context.CancellationToken));
}

/// <summary>Answers which revocations are open.</summary>
internal sealed class GetRevokedTasksConsumer(RevocationPages pages) : IConsumer<GetRevokedTasks>
{
    public async Task Consume(ConsumeContext<GetRevokedTasks> context)
    {
        var query = context.Message;
        QuestionRefused.IfAny(QueryRules.Faults(query), query);

        _ = RevocationCursor.TryRead(query.Cursor, out var from);
        await context.RespondAsync(await pages.Read(from, context.CancellationToken));
    }
}

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

/// <summary>Answers how many tasks there are.</summary>
internal sealed class CountTasksConsumer(ITaskStore store) : IConsumer<CountTasks>
{
    public async Task Consume(ConsumeContext<CountTasks> context) =>
        await context.RespondAsync(await store.Count(context.Message, context.CancellationToken));
}

/// <summary>Answers which revocations are open.</summary>
internal sealed class GetRevokedTasksConsumer(ITaskStore store) : IConsumer<GetRevokedTasks>
{
    private const int Most = 100_000;

    public async Task Consume(ConsumeContext<GetRevokedTasks> context) =>
        await context.RespondAsync(new RevokedTasks
        {
            Tasks = await store.OpenRevocations(Most, context.CancellationToken),
        });
}

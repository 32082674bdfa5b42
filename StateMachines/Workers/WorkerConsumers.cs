using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Hears the workers.</summary>
internal sealed class WorkerHeartbeatConsumer(WorkerWatch watch) : IConsumer<WorkerHeartbeat>
{
    public Task Consume(ConsumeContext<WorkerHeartbeat> context)
    {
        watch.Heard(context.Message);
        return Task.CompletedTask;
    }
}

/// <summary>Hears the trackers.</summary>
internal sealed class TrackerHeartbeatConsumer(WorkerWatch watch) : IConsumer<TrackerHeartbeat>
{
    public Task Consume(ConsumeContext<TrackerHeartbeat> context)
    {
        watch.Heard();
        return Task.CompletedTask;
    }
}

/// <summary>Answers which workers there are.</summary>
internal sealed class ListWorkersConsumer(IWorkerStore store) : IConsumer<ListWorkers>
{
    public async Task Consume(ConsumeContext<ListWorkers> context)
    {
        var all = await store.List(context.CancellationToken);
        await context.RespondAsync(new WorkerList
        {
            Workers = context.Message.State is { } state ? [.. all.Where(worker => worker.State == state)] : all,
        });
    }
}

/// <summary>Keeps commands for workers that start later.</summary>
internal sealed class PutWorkerSettingConsumer(IWorkerSettingStore store) : IConsumer<PutWorkerSetting>
{
    public async Task Consume(ConsumeContext<PutWorkerSetting> context)
    {
        var command = context.Message.Command;
        if (!WorkerSettingSlot.Exists(command.Kind))
            QuestionRefused.IfAny([$"{command.Kind} changes nothing that could be kept."], context.Message);
        if (command.Kind == WorkerCommandKind.Forget && WorkerSettingSlot.ForgetFault(command.Forgotten) is { } fault)
            QuestionRefused.IfAny([fault], context.Message);

        var revision = await store.Put(context.Message.Id, command, context.CancellationToken);
        await context.RespondAsync(new WorkerSettingKept { Revision = revision });
    }
}

/// <summary>Tells a worker what is kept for it.</summary>
internal sealed class GetWorkerSettingsConsumer(IWorkerSettingStore store) : IConsumer<GetWorkerSettings>
{
    public async Task Consume(ConsumeContext<GetWorkerSettings> context) =>
        await context.RespondAsync(await store.Get(context.Message.Worker, context.CancellationToken));
}

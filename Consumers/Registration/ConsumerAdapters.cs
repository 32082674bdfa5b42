using System.Text.Json;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Calls a consumer without a result.</summary>
internal sealed class TaskConsumerAdapter<TTask, TConsumer>(
    TConsumer consumer, ITaskEventSink events, TimeProvider clock)
    : IConsumer<TTask>
    where TTask : class, ITask
    where TConsumer : ITaskConsumer<TTask>
{
    public Task Consume(ConsumeContext<TTask> context) =>
        consumer.Consume(new RunningTaskContext<TTask>(context, context.GetPayload<TaskExecution>(), events, clock));
}

/// <summary>Calls a consumer with a result, and keeps that.</summary>
internal sealed class TaskConsumerAdapter<TTask, TResult, TConsumer>(
    TConsumer consumer, ITaskEventSink events, TimeProvider clock)
    : IConsumer<TTask>
    where TTask : class, ITask<TResult>
    where TConsumer : ITaskConsumer<TTask, TResult>
{
    public async Task Consume(ConsumeContext<TTask> context)
    {
        var execution = context.GetPayload<TaskExecution>();
        var result = await consumer.Consume(new RunningTaskContext<TTask>(context, execution, events, clock));
        if (!execution.IgnoreResult)
            execution.Result = JsonSerializer.Serialize(result, TaskJson.Options);
    }
}

/// <summary>Calls an ordinary MassTransit consumer.</summary>
internal sealed class PlainConsumerAdapter<TTask, TConsumer>(TConsumer consumer) : IConsumer<TTask>
    where TTask : class
    where TConsumer : IConsumer<TTask>
{
    public Task Consume(ConsumeContext<TTask> context) => consumer.Consume(context);
}

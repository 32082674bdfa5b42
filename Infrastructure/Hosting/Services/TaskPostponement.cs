using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Scheduling;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// Hands tasks to the scheduler's queue, each until the broker confirms it. The bus is looked up when it is needed, since it
/// is made with the worker's filters in it.
/// </summary>
internal sealed class TaskPostponement(
    IServiceProvider services, IBroker broker, QueueNames queues, TimeProvider clock, ILogger<TaskPostponement> logger)
    : ITaskPostponement
{
    private readonly Uri address = broker.QueueAddress(queues.Scheduler);
    private readonly ConfirmedSender sender = new(
        services.GetRequiredService<IBus>,
        clock,
        (address, reason) => HostingLog.NotPostponed(logger, address, reason),
        address => HostingLog.PostponesAgain(logger, address));

    public Task Postpone(PostponedTask task, CancellationToken cancellationToken) => sender.Send<ScheduleMessage>(
        address, Request(task), context => Configure(context, task), cancellationToken);

    /// <summary>The message as it stands in the body, with what this worker's contract does not know.</summary>
    private ScheduleMessageCommand Request(PostponedTask task) => new()
    {
        CorrelationId = task.TaskId,
        ScheduledTime = task.Due.UtcDateTime,
        PayloadType = [.. task.Context.SupportedMessageTypes],
        Destination = broker.QueueAddress(task.Queue),
        Payload = task.Context.SerializerContext.TryGetMessage<JsonObject>(out var body) ? body : task.Message,
    };

    private static void Configure(SendContext context, PostponedTask task)
    {
        // Not the time to live: a request that the broker forgets in the scheduler's queue is a task that never ends.
        // Whether the task is still wanted is said by its Expires header.
        task.Context.CopyTo(context);
        context.MessageId = task.TaskId;
        // Those of an attempt are not those of the next; null takes the header away.
        context.Headers.Set(
            TaskHeaders.Deferrals, task.Deferrals > 0 ? TaskHeaderFormat.Write(task.Deferrals) : null);
        context.Headers.Set(TaskHeaders.Attempt, TaskHeaderFormat.Write(task.Attempt));
        if (task.Snoozes > 0)
            context.Headers.Set(TaskHeaders.Snoozes, TaskHeaderFormat.Write(task.Snoozes));
        if (task.Name is { } taskName)
            context.Headers.Set(TaskHeaders.Name, taskName);
    }
}

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
/// Hands tasks to the scheduler's queue, each again and again until the broker confirms it. The bus is looked up when
/// it is needed, since it is made with the worker's filters in it.
/// </summary>
internal sealed class TaskPostponement(
    IServiceProvider services, IBroker broker, QueueNames queues, TimeProvider clock, ILogger<TaskPostponement> logger)
    : ITaskPostponement
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly Uri address = broker.QueueAddress(queues.Scheduler);
    private int unreachable;

    public async Task Postpone(PostponedTask task, CancellationToken cancellationToken)
    {
        var request = Request(task);
        for (var wait = TimeSpan.FromMilliseconds(100); ; wait = wait < LongestWait ? 2 * wait : wait)
        {
            try
            {
                using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                attempt.CancelAfter(AttemptTimeout);
                var endpoint = await services.GetRequiredService<IBus>().GetSendEndpoint(address);
                await GuardedSend.Send<ScheduleMessage>(
                    endpoint, request, context => Configure(context, task), attempt.Token);

                if (Interlocked.Exchange(ref unreachable, 0) == 1)
                    HostingLog.PostponesAgain(logger, address);
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (Interlocked.Exchange(ref unreachable, 1) == 0)
                    HostingLog.NotPostponed(logger, address, exception.Message);
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }

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
        var came = task.Context;
        context.MessageId = task.TaskId;
        context.RequestId = came.RequestId;
        context.CorrelationId = came.CorrelationId;
        context.ConversationId = came.ConversationId;
        context.InitiatorId = came.InitiatorId;
        context.ResponseAddress = came.ResponseAddress;
        context.FaultAddress = came.FaultAddress;
        // Not the time to live: a request that the broker forgets in the scheduler's queue is a task that never ends.
        // Whether the task is still wanted is said by its Expires header.
        foreach (var (name, value) in came.Headers.GetAll())
        {
            // Those of an attempt are not those of the next.
            if (!string.Equals(name, TaskHeaders.Deferrals, StringComparison.OrdinalIgnoreCase))
                context.Headers.Set(name, value);
        }

        if (task.Deferrals > 0)
            context.Headers.Set(TaskHeaders.Deferrals, TaskHeaderFormat.Write(task.Deferrals));
        context.Headers.Set(TaskHeaders.Attempt, TaskHeaderFormat.Write(task.Attempt));
        if (task.Snoozes > 0)
            context.Headers.Set(TaskHeaders.Snoozes, TaskHeaderFormat.Write(task.Snoozes));
        if (task.Name is { } taskName)
            context.Headers.Set(TaskHeaders.Name, taskName);
    }
}

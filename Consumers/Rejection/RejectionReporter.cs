using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Tells the trackers of a message that cannot be taken, before it is moved to a dead-letter queue: whoever sent it
/// learns why, and the message is kept.
/// </summary>
internal sealed class RejectionReporter(TaskRegistry registry, WorkerServices worker)
{
    /// <summary>The message is readable and nobody here runs it.</summary>
    /// <returns>The id that it is tracked under.</returns>
    public Task<Guid> Unregistered(ReceiveContext context)
    {
        var message = RejectedMessage.Read(context);
        var queue = WorkerServices.QueueOf(context);

        return Report(
            context,
            message.TaskId is null ? message with { OtherId = IdOf(context, queue) } : message,
            "Unregistered",
            registry.WhyNot(message.Name, queue),
            $"{queue}_skipped");
    }

    /// <summary>The message cannot be read.</summary>
    /// <returns>The id that it is tracked under.</returns>
    public Task<Guid> Unreadable(ReceiveContext context, RejectedMessage message, Exception exception)
    {
        var queue = WorkerServices.QueueOf(context);
        var cause = exception.InnerException is { } inner ? $"{exception.Message}: {inner.Message}" : exception.Message;

        return Report(
            context,
            message,
            "Unreadable",
            $"A message on queue '{queue}' cannot be read as a task: {cause} Send tasks through ITaskClient or "
            + $"MassTransit, with the same contract on both sides. The message is kept in '{queue}_error'.",
            $"{queue}_error");
    }

    private async Task<Guid> Report(
        ReceiveContext context, RejectedMessage message, string type, string reason, string deadLetterQueue)
    {
        var queue = WorkerServices.QueueOf(context);
        WorkerLog.Rejected(worker.Logger, queue, deadLetterQueue, reason);

        var now = worker.Clock.GetUtcNow();
        var taskId = message.TaskId ?? message.OtherId ?? Guid.CreateVersion7(now);
        if (message.TaskId is null)
            WorkerLog.RejectedWithoutId(worker.Logger, queue, taskId);

        var rejected = new TaskRejected
        {
            TaskId = taskId, Time = now, Attempt = message.Attempt, Worker = worker.Name, ReceivedAt = now,
            Name = message.Name, Queue = queue, Error = new TaskError { Type = type, Message = reason },
        };
        if (!worker.Observers.IsEmpty)
            await Observe(rejected, context);
        await worker.Events.AddConfirmed(rejected, context.CancellationToken);
        return taskId;
    }

    /// <summary>
    /// Nothing can be noted on a message that goes to the skipped queue, so its reader must come to the same.
    /// </summary>
    private static Guid IdOf(ReceiveContext context, string queue) => MessageFingerprint.IdOf(
        queue, MessageFingerprint.HeadersOf(context.TransportHeaders.GetAll()), context.Body.GetBytes());

    private async Task Observe(TaskRejected rejected, ReceiveContext context)
    {
        var task = new ObservedTask
        {
            TaskId = rejected.TaskId, Name = rejected.Name, Queue = rejected.Queue, Worker = worker.Name,
            Attempt = rejected.Attempt, Headers = context.TransportHeaders,
        };
        await worker.Observers.All.Tell(
            worker.Logger,
            task,
            nameof(ITaskObserver.Rejected),
            observer => observer.Rejected(task, rejected, context.CancellationToken));
    }
}

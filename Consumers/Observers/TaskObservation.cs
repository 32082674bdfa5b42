using MassTransit;
using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>Tells the observers of one delivery of a task what becomes of it.</summary>
internal sealed class TaskObservation(
    IReadOnlyList<ITaskObserver> observers, TaskExecution run, object message, Headers headers, ILogger logger)
{
    public ValueTask Received()
    {
        var task = Now(exception: null);
        return Tell(task, nameof(Received), observer => observer.Received(task, run.Shutdown));
    }

    public ValueTask Started()
    {
        var task = Now(exception: null);
        return Tell(task, nameof(Started), observer => observer.Started(task, run.Shutdown));
    }

    public ValueTask Retrying(TaskRetrying retrying, Exception reason)
    {
        var task = Now(reason);
        return Tell(task, nameof(Retrying), observer => observer.Retrying(task, retrying, run.Shutdown));
    }

    public ValueTask Ended(TaskRunEvent ended, Exception? failure)
    {
        var task = Now(failure);
        return Tell(task, ended.Reply().State.ToString(), observer => Tell(observer, task, ended));
    }

    private ValueTask Tell(ITaskObserver observer, ObservedTask task, TaskRunEvent ended) => ended switch
    {
        TaskSucceeded succeeded => observer.Succeeded(task, succeeded, run.Shutdown),
        TaskFailed failed => observer.Failed(task, failed, run.Shutdown),
        TaskRevoked revoked => observer.Revoked(task, revoked, run.Shutdown),
        TaskExpired expired => observer.Expired(task, expired, run.Shutdown),
        TaskRejected rejected => observer.Rejected(task, rejected, run.Shutdown),
        TaskIgnored ignored => observer.Ignored(task, ignored, run.Shutdown),
        _ => throw new ArgumentException($"{ended.GetType().Name} is not the end of a task.", nameof(ended)),
    };

    private ValueTask Tell(ObservedTask task, string what, Func<ITaskObserver, ValueTask> tell) =>
        observers.Tell(logger, task, what, tell);

    private ObservedTask Now(Exception? exception) => new()
    {
        TaskId = run.TaskId, Name = run.Name, Queue = run.Queue, Worker = run.Worker, Attempt = run.Attempt,
        Message = message, Headers = headers, Exception = exception, Execution = run,
    };
}

using System.Collections.Concurrent;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;

namespace Messaging.TestHarness;

/// <summary>Keeps all that is sent and run. It watches tasks as any observer does.</summary>
internal sealed class TaskRecorder(OpenTasks open) : ITaskObserver, ITaskSendObserver, ITaskFailures
{
    private readonly ConcurrentQueue<ObservedSend> sent = new();
    private readonly ConcurrentQueue<(ObservedTask Task, TaskState Outcome, string? Result)> ran = new();
    private readonly ConcurrentDictionary<Guid, Exception> failures = new();

    public Exception? Find(Guid taskId) => failures.GetValueOrDefault(taskId);

    public IReadOnlyList<SentTask<TTask>> Sent<TTask>() =>
    [
        .. sent.Where(send => send.Task is TTask).Select(send => new SentTask<TTask>
        {
            TaskId = send.TaskId, Task = (TTask)send.Task, Queue = send.Queue, Due = send.Due, Headers = send.Headers,
        }),
    ];

    public IReadOnlyList<RanTask<TTask>> Ran<TTask>() =>
    [
        .. ran.Where(run => run.Task.Message is TTask).Select(run => new RanTask<TTask>
        {
            TaskId = run.Task.TaskId, Task = (TTask)run.Task.Message!, Attempt = run.Task.Attempt,
            Outcome = run.Outcome, Result = run.Result, Exception = run.Task.Exception,
        }),
    ];

    public ValueTask Sending(ObservedSend task, CancellationToken cancellationToken)
    {
        open.Add(task.TaskId);
        return ValueTask.CompletedTask;
    }

    public ValueTask Sent(ObservedSend task, CancellationToken cancellationToken)
    {
        sent.Enqueue(task);
        return ValueTask.CompletedTask;
    }

    public ValueTask SendFailed(ObservedSend task, Exception exception, CancellationToken cancellationToken)
    {
        open.Remove(task.TaskId);
        return ValueTask.CompletedTask;
    }

    public ValueTask Received(ObservedTask task, CancellationToken cancellationToken)
    {
        open.Add(task.TaskId);
        return ValueTask.CompletedTask;
    }

    public ValueTask Started(ObservedTask task, CancellationToken cancellationToken)
    {
        if (task.Execution is { } execution)
            open.Started(task.TaskId, execution);
        return ValueTask.CompletedTask;
    }

    public ValueTask Retrying(ObservedTask task, TaskRetrying retrying, CancellationToken cancellationToken) =>
        Keep(task, TaskState.Retrying);

    public ValueTask Succeeded(ObservedTask task, TaskSucceeded succeeded, CancellationToken cancellationToken) =>
        Keep(task, TaskState.Succeeded, succeeded.Result);

    public ValueTask Failed(ObservedTask task, TaskFailed failed, CancellationToken cancellationToken) =>
        Keep(task, TaskState.Failed);

    public ValueTask Revoked(ObservedTask task, TaskRevoked revoked, CancellationToken cancellationToken) =>
        Keep(task, TaskState.Revoked);

    public ValueTask Expired(ObservedTask task, TaskExpired expired, CancellationToken cancellationToken) =>
        Keep(task, TaskState.Expired);

    public ValueTask Rejected(ObservedTask task, TaskRejected rejected, CancellationToken cancellationToken) =>
        Keep(task, TaskState.Rejected);

    public ValueTask Ignored(ObservedTask task, TaskIgnored ignored, CancellationToken cancellationToken) =>
        Keep(task, TaskState.Ignored);

    private ValueTask Keep(ObservedTask task, TaskState outcome, string? result = null)
    {
        if (task.Exception is { } exception)
            failures[task.TaskId] = exception;
        else
            failures.TryRemove(task.TaskId, out _);

        ran.Enqueue((task, outcome, result));
        return ValueTask.CompletedTask;
    }
}

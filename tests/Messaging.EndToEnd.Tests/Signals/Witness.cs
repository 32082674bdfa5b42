using System.Collections.Concurrent;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;

namespace Messaging.EndToEnd.Tests.Signals;

/// <summary>Notes all that it is told of each task, and gives tasks a header.</summary>
public sealed class Witness(ITaskClient client) : ITaskObserver, ITaskSendObserver
{
    private readonly ConcurrentDictionary<Guid, ConcurrentQueue<string>> runs = new();
    private readonly ConcurrentDictionary<Guid, ConcurrentQueue<string>> sends = new();

    public IReadOnlyList<string> RunsOf(Guid taskId) => [.. runs.GetValueOrDefault(taskId, [])];

    public IReadOnlyList<string> SendsOf(Guid taskId) => [.. sends.GetValueOrDefault(taskId, [])];

    public void Note(Guid taskId, string what) => runs.GetOrAdd(taskId, _ => []).Enqueue(what);

    public ValueTask Sending(ObservedSend task, CancellationToken cancellationToken)
    {
        // That it has been made shows that an observer may use the client.
        ArgumentNullException.ThrowIfNull(client);
        task.SetHeader("Trace", $"{task.Headers.GetValueOrDefault("Trace")}-{task.Name}");
        return Sends(task, nameof(Sending));
    }

    public ValueTask Sent(ObservedSend task, CancellationToken cancellationToken) => Sends(task, nameof(Sent));

    public ValueTask SendFailed(ObservedSend task, Exception exception, CancellationToken cancellationToken) =>
        Sends(task, $"{nameof(SendFailed)} {exception.GetType().Name}");

    public ValueTask Received(ObservedTask task, CancellationToken cancellationToken) => Runs(task, nameof(Received));

    public ValueTask Started(ObservedTask task, CancellationToken cancellationToken) => Runs(task, nameof(Started));

    public ValueTask Retrying(ObservedTask task, TaskRetrying retrying, CancellationToken cancellationToken) =>
        Runs(task, $"{nameof(Retrying)} {task.Exception!.Message}");

    public ValueTask Succeeded(ObservedTask task, TaskSucceeded succeeded, CancellationToken cancellationToken) =>
        Runs(task, $"{nameof(Succeeded)} {succeeded.Result}");

    public ValueTask Failed(ObservedTask task, TaskFailed failed, CancellationToken cancellationToken) =>
        Runs(task, $"{nameof(Failed)} {task.Exception!.Message}");

    public ValueTask Revoked(ObservedTask task, TaskRevoked revoked, CancellationToken cancellationToken) =>
        Runs(task, $"{nameof(Revoked)} {revoked.Reason}");

    public ValueTask Expired(ObservedTask task, TaskExpired expired, CancellationToken cancellationToken) =>
        Runs(task, nameof(Expired));

    public ValueTask Rejected(ObservedTask task, TaskRejected rejected, CancellationToken cancellationToken) =>
        Runs(task, $"{nameof(Rejected)} {rejected.Error.Type}");

    public ValueTask Ignored(ObservedTask task, TaskIgnored ignored, CancellationToken cancellationToken) =>
        Runs(task, nameof(Ignored));

    private ValueTask Runs(ObservedTask task, string what)
    {
        Note(task.TaskId, $"{what} {task.Attempt}");
        return ValueTask.CompletedTask;
    }

    private ValueTask Sends(ObservedSend task, string what)
    {
        sends.GetOrAdd(task.TaskId, _ => []).Enqueue(what);
        return ValueTask.CompletedTask;
    }
}

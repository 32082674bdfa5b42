using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;

namespace Messaging.EndToEnd.Tests.Signals;

/// <summary>An observer that is broken in every way.</summary>
public sealed class Nuisance : ITaskObserver, ITaskSendObserver
{
    public ValueTask Sending(ObservedSend task, CancellationToken cancellationToken)
    {
        task.SetHeader("Task-Attempt", "7");
        return ValueTask.CompletedTask;
    }

    public ValueTask Sent(ObservedSend task, CancellationToken cancellationToken) => throw Trouble();

    public ValueTask Received(ObservedTask task, CancellationToken cancellationToken) => throw Trouble();

    public ValueTask Started(ObservedTask task, CancellationToken cancellationToken) =>
        throw new OperationCanceledException("Cancelled without being asked to.");

    public ValueTask Retrying(ObservedTask task, TaskRetrying retrying, CancellationToken cancellationToken) =>
        throw Trouble();

    public async ValueTask Succeeded(ObservedTask task, TaskSucceeded succeeded, CancellationToken cancellationToken)
    {
        await Task.Yield();
        throw Trouble();
    }

    public ValueTask Failed(ObservedTask task, TaskFailed failed, CancellationToken cancellationToken) =>
        throw Trouble();

    public ValueTask Rejected(ObservedTask task, TaskRejected rejected, CancellationToken cancellationToken) =>
        throw Trouble();

    private static InvalidOperationException Trouble() => new("This observer is broken.");
}

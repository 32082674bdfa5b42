using Messaging.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>Calls the callbacks of a consumer. It watches the tasks of that consumer alone.</summary>
internal sealed class ConsumerCallbacks<TTask, TConsumer>(IServiceScopeFactory scopes, ILogger logger) : ITaskObserver
    where TTask : class
    where TConsumer : class
{
    private delegate Task Callback(ITaskCallbacks<TTask> consumer, TTask task);

    public ValueTask Retrying(ObservedTask task, TaskRetrying retrying, CancellationToken cancellationToken) => Call(
        task,
        TaskState.Retrying,
        nameof(ITaskCallbacks<>.OnRetry),
        (consumer, message) => consumer.OnRetry(message, task, retrying, cancellationToken),
        cancellationToken);

    public ValueTask Succeeded(ObservedTask task, TaskSucceeded succeeded, CancellationToken cancellationToken) => Call(
        task,
        TaskState.Succeeded,
        nameof(ITaskCallbacks<>.OnSuccess),
        (consumer, message) => consumer.OnSuccess(message, task, succeeded, cancellationToken),
        cancellationToken);

    public ValueTask Failed(ObservedTask task, TaskFailed failed, CancellationToken cancellationToken) => Call(
        task,
        TaskState.Failed,
        nameof(ITaskCallbacks<>.OnFailure),
        (consumer, message) => consumer.OnFailure(message, task, failed, cancellationToken),
        cancellationToken,
        hasRun: failed.StartedAt is not null);

    public ValueTask Revoked(ObservedTask task, TaskRevoked revoked, CancellationToken cancellationToken) =>
        revoked.StartedAt is null ? ValueTask.CompletedTask : Return(task, TaskState.Revoked, cancellationToken);

    public ValueTask Rejected(ObservedTask task, TaskRejected rejected, CancellationToken cancellationToken) =>
        rejected.StartedAt is null ? ValueTask.CompletedTask : Return(task, TaskState.Rejected, cancellationToken);

    public ValueTask Ignored(ObservedTask task, TaskIgnored ignored, CancellationToken cancellationToken) =>
        Return(task, TaskState.Ignored, cancellationToken);

    private ValueTask Return(ObservedTask task, TaskState outcome, CancellationToken cancellationToken) =>
        Call(task, outcome, "", callback: null, cancellationToken);

    private async ValueTask Call(
        ObservedTask task,
        TaskState outcome,
        string name,
        Callback? callback,
        CancellationToken cancellationToken,
        bool hasRun = true)
    {
        await using var scope = scopes.CreateAsyncScope();
        var consumer = (ITaskCallbacks<TTask>)(object)scope.ServiceProvider.GetRequiredService<TConsumer>();
        var message = (TTask)task.Message!;
        if (callback is not null)
            await Guard(task, name, () => callback(consumer, message));

        if (hasRun)
        {
            await Guard(
                task,
                nameof(ITaskCallbacks<>.AfterReturn),
                () => consumer.AfterReturn(message, task, outcome, cancellationToken));
        }
    }

    private async Task Guard(ObservedTask task, string name, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception exception)
        {
            OutcomeLog.CallbackFailed(
                logger, exception, typeof(TConsumer).FullName ?? typeof(TConsumer).Name, name, task.Name, task.TaskId);
        }
    }
}

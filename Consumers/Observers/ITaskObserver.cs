using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Is told what becomes of the tasks of this process's worker, all of them. Implement what is needed; registered with
/// <c>messaging.AddObserver&lt;T&gt;()</c>, one instance for the process.
/// <para>
/// Ends and retries are told before the trackers hear of them, outside the task's slot: when somebody gets a task's
/// result, its observers have been called. The task's message is settled after that, so keep them short. At least once
/// each: a task whose worker dies before the message is settled runs again, and is told of again. What an observer
/// throws is logged and changes nothing; several are called one after the other, in the order of their registration.
/// </para>
/// <para>
/// Tasks that end without a worker (called off while they waited for their time) are not seen here; trackers publish
/// those (<c>Tracking:Publish</c>).
/// </para>
/// </summary>
public interface ITaskObserver
{
    /// <summary>The worker has the task's message. Once for each delivery.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops and waits no longer.</param>
    ValueTask Received(ObservedTask task, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The task's consumer is about to be called. Once for each attempt; its slot is taken.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops and waits no longer.</param>
    ValueTask Started(ObservedTask task, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>An attempt has failed, put itself off or given itself back, and another one follows.</summary>
    /// <param name="task">The task, with the exception.</param>
    /// <param name="retrying">What the trackers are told.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops and waits no longer.</param>
    ValueTask Retrying(ObservedTask task, TaskRetrying retrying, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    /// <summary>The task has ended well.</summary>
    /// <param name="task">The task.</param>
    /// <param name="succeeded">What the trackers are told, its result among it.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops and waits no longer.</param>
    ValueTask Succeeded(ObservedTask task, TaskSucceeded succeeded, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    /// <summary>The task has failed and no attempt is left.</summary>
    /// <param name="task">The task, with the exception.</param>
    /// <param name="failed">What the trackers are told.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops and waits no longer.</param>
    ValueTask Failed(ObservedTask task, TaskFailed failed, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    /// <summary>The task was dropped or broken off because it was revoked.</summary>
    /// <param name="task">The task.</param>
    /// <param name="revoked">What the trackers are told.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops and waits no longer.</param>
    ValueTask Revoked(ObservedTask task, TaskRevoked revoked, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    /// <summary>The task was dropped because its time to be started had passed.</summary>
    /// <param name="task">The task.</param>
    /// <param name="expired">What the trackers are told.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops and waits no longer.</param>
    ValueTask Expired(ObservedTask task, TaskExpired expired, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    /// <summary>The task has refused itself, or no consumer could take its message.</summary>
    /// <param name="task">The task; without its message if no consumer could take that.</param>
    /// <param name="rejected">What the trackers are told.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops and waits no longer.</param>
    ValueTask Rejected(ObservedTask task, TaskRejected rejected, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    /// <summary>The task has ended itself without an outcome.</summary>
    /// <param name="task">The task.</param>
    /// <param name="ignored">What the trackers are told.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops and waits no longer.</param>
    ValueTask Ignored(ObservedTask task, TaskIgnored ignored, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;
}

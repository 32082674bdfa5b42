using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// What a consumer does when an attempt of its tasks has ended. Implement it beside <c>ITaskConsumer</c>, as far as
/// needed.
/// <para>
/// Called on a new instance of the consumer, in a scope of its own without a consume context, after the attempt and
/// outside its slot; before the trackers hear of the end, as <see cref="ITaskObserver"/>s are. At least once each. What
/// a callback throws is logged and changes nothing.
/// </para>
/// </summary>
/// <typeparam name="TTask">The task's contract.</typeparam>
public interface ITaskCallbacks<TTask>
    where TTask : class
{
    /// <summary>The task has ended well.</summary>
    /// <param name="task">The task.</param>
    /// <param name="run">Its id, attempt, headers and so on.</param>
    /// <param name="succeeded">The end, with the result as JSON text unless that is ignored.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops and waits no longer.</param>
    Task OnSuccess(TTask task, ObservedTask run, TaskSucceeded succeeded, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>An attempt has ended and another one follows.</summary>
    /// <param name="task">The task.</param>
    /// <param name="run">Its id, attempt, headers and so on, and the exception.</param>
    /// <param name="retrying">Why, and when the next attempt is due.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops and waits no longer.</param>
    Task OnRetry(TTask task, ObservedTask run, TaskRetrying retrying, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>The task has failed and no attempt is left.</summary>
    /// <param name="task">The task.</param>
    /// <param name="run">Its id, attempt, headers and so on, and the exception.</param>
    /// <param name="failed">The end, with the error as the trackers keep it.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops and waits no longer.</param>
    Task OnFailure(TTask task, ObservedTask run, TaskFailed failed, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>
    /// The consumer has been called, whatever came of it: after one of the others, and after a task was broken off,
    /// rejected or ignored. Not for a task that was dropped before it ran, or has failed without having run here, since
    /// the worker that had started it is lost.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="run">Its id, attempt, headers and so on, and the exception if there is one.</param>
    /// <param name="outcome">
    /// <see cref="TaskState.Succeeded"/>, <see cref="TaskState.Failed"/>, <see cref="TaskState.Retrying"/>,
    /// <see cref="TaskState.Revoked"/>, <see cref="TaskState.Rejected"/> or <see cref="TaskState.Ignored"/>.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the worker stops and waits no longer.</param>
    Task AfterReturn(TTask task, ObservedTask run, TaskState outcome, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}

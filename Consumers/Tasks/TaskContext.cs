using System.Diagnostics.CodeAnalysis;
using MassTransit;

namespace Messaging.Consumers;

/// <summary>A task while it runs.</summary>
/// <typeparam name="TTask">The task's contract.</typeparam>
public abstract class TaskContext<TTask>
    where TTask : class
{
    /// <summary>The task itself.</summary>
    public abstract TTask Message { get; }

    /// <summary>The task's id; the same in every attempt.</summary>
    public abstract Guid TaskId { get; }

    /// <summary>Number of this attempt, 1 for the first.</summary>
    public abstract int Attempt { get; }

    /// <summary>Queue that the task came from.</summary>
    public abstract string Queue { get; }

    /// <summary>The message's headers.</summary>
    public abstract Headers Headers { get; }

    /// <summary>
    /// Cancelled when the task is revoked while it runs (<c>RevokeMode.Terminate</c>), when its soft time limit or its
    /// hard one has passed, when the worker stops and does not wait any longer, and when the connection to the broker is
    /// lost; on a broker of the application's own without <c>BrokerFeatures.Pause</c> also when its queue was paused or
    /// cancelled more than <c>Worker:StopTimeout</c> ago. Pass it on to whatever the task awaits.
    /// </summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>
    /// Ends this attempt and has the task run again: <c>throw context.Retry(TimeSpan.FromMinutes(5))</c>. It throws by
    /// itself; the <c>throw</c> before it tells the compiler so. It counts as a retry, like any failure; without one
    /// left the task fails with <paramref name="cause"/>, or with <see cref="MaxRetriesExceededException"/> if there is
    /// none.
    /// </summary>
    /// <param name="delay">How long to wait, 0 to 3650 days. Default: as after a failure, by the task's policy.</param>
    /// <param name="cause">Why, for the task's history.</param>
    /// <param name="maxRetries">
    /// Retries that the task may have had and still be run again, 0 or more; for this request alone. Default: as the
    /// sender or the task's policy says.
    /// </param>
    /// <returns>Never.</returns>
    /// <exception cref="TaskRetryException">Always, unless what is asked for is not allowed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delay or the number of retries is not allowed.</exception>
    [DoesNotReturn]
    public abstract Exception Retry(TimeSpan? delay = null, Exception? cause = null, int? maxRetries = null);

    /// <summary>
    /// Ends this attempt and puts the task off: <c>throw context.Snooze(TimeSpan.FromHours(1))</c>, for a task that
    /// finds that it is too early. It uses up no retry, however often it is done. The next attempt has the next number.
    /// </summary>
    /// <param name="delay">How long to wait, 0 to 3650 days.</param>
    /// <returns>Never.</returns>
    /// <exception cref="TaskSnoozedException">Always, unless the delay is not allowed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delay is not allowed.</exception>
    [DoesNotReturn]
    public abstract Exception Snooze(TimeSpan delay);

    /// <summary>
    /// Ends this attempt and gives the task back to its queue, for any worker to run:
    /// <c>throw context.Requeue("no GPU here")</c>. It comes round again after a second, so that a task that nobody
    /// wants keeps nobody busy. It uses up no retry, however often it is done. The next attempt has the next number.
    /// </summary>
    /// <param name="reason">Why, for the task's history.</param>
    /// <returns>Never.</returns>
    /// <exception cref="TaskRequeuedException">Always.</exception>
    [DoesNotReturn]
    public abstract Exception Requeue(string? reason = null);

    /// <summary>
    /// Ends the task as <c>Rejected</c>, whatever retries it has left: <c>throw context.Reject("no such order")</c>. Its
    /// message goes to the error queue, from which it can be sent again.
    /// </summary>
    /// <param name="reason">Why; not empty.</param>
    /// <param name="cause">What led to it, for the task's history.</param>
    /// <returns>Never.</returns>
    /// <exception cref="TaskRejectedException">Always, unless there is no reason.</exception>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    [DoesNotReturn]
    public abstract Exception Reject(string reason, Exception? cause = null);

    /// <summary>
    /// Ends the task as <c>Ignored</c>: without a result, an error or a retry, its message acknowledged. What became of
    /// it is said by the state that it gave itself last: <c>await context.SetState("Duplicate"); throw
    /// context.Ignore();</c>. Whoever waits for its result gets a <c>TaskFailedException</c> that says so.
    /// </summary>
    /// <returns>Never.</returns>
    /// <exception cref="TaskIgnoredException">Always.</exception>
    [DoesNotReturn]
    public abstract Exception Ignore();

    /// <summary>
    /// Tells whoever watches how far the task has come. Cheap: told at most ten times a second, and always at the end
    /// (<paramref name="current"/> = <paramref name="total"/>).
    /// </summary>
    /// <param name="current">Work done, in a unit of the task's choice.</param>
    /// <param name="total">Work in all, in the same unit.</param>
    /// <param name="message">A word to whoever watches.</param>
    public abstract ValueTask ReportProgress(long current, long total, string? message = null);

    /// <summary>
    /// Gives the task a state of its own naming beside <c>Started</c>, for example <c>"Compressing"</c>.
    /// </summary>
    /// <param name="name">The state's name; not empty.</param>
    /// <param name="meta">What to say along with it; written as JSON.</param>
    public abstract ValueTask SetState(string name, object? meta = null);
}

namespace Messaging.Producers;

/// <summary>A hold on one task that has a result.</summary>
/// <typeparam name="TResult">Type of the result.</typeparam>
public sealed class TaskHandle<TResult> : TaskHandle
{
    internal TaskHandle(Guid taskId, TaskFollower follower, SubmittedTask? submitted)
        : base(taskId, follower, submitted)
    {
    }

    /// <summary>
    /// Waits for the task's result. Costs no polling: whichever tracker records the end sends it here.
    /// </summary>
    /// <param name="timeout">How long to wait; more than zero.</param>
    /// <param name="cancellationToken">Gives up waiting. The task itself goes on.</param>
    /// <returns>
    /// The result; <c>default</c> when the task was sent with <see cref="TaskOptions.IgnoreResult"/>.
    /// </returns>
    /// <exception cref="TaskFailedException">The task failed, expired, was rejected or ended without an outcome.</exception>
    /// <exception cref="TaskRevokedException">The task was revoked.</exception>
    /// <exception cref="TimeoutException">
    /// It has not ended in time; names the task and its last known state.
    /// </exception>
    public async Task<TResult> GetResult(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var status = await Wait(timeout, cancellationToken);

        return Complete(status).Result<TResult>();
    }
}

using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>A hold on one task: ask how it is, wait for its end, call it off.</summary>
public class TaskHandle
{
    private readonly TaskFollower follower;
    private readonly SubmittedTask? submitted;

    internal TaskHandle(Guid taskId, TaskFollower follower, SubmittedTask? submitted)
    {
        TaskId = taskId;
        this.follower = follower;
        this.submitted = submitted;
    }

    /// <summary>The task's id.</summary>
    public Guid TaskId { get; }

    /// <summary>
    /// Asks the tracker for the task's status. A task that this handle sent within the last minute is <c>Pending</c>,
    /// not <c>Unknown</c>, while the news of it is still on its way to the tracker.
    /// </summary>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="TimeoutException">
    /// No tracker answered within <c>Messaging:Producer:QueryTimeout</c>.
    /// </exception>
    /// <exception cref="QueryFailedException">
    /// A tracker answered that it cannot, most likely for want of its store.
    /// </exception>
    public Task<TaskStatus> GetStatus(CancellationToken cancellationToken = default) =>
        follower.GetStatus(TaskId, submitted, cancellationToken);

    /// <summary>Waits until the task has ended, well or not, without throwing for its failure.</summary>
    /// <param name="timeout">How long to wait; more than zero.</param>
    /// <param name="cancellationToken">Gives up waiting. The task itself goes on.</param>
    /// <exception cref="TimeoutException">
    /// It has not ended in time; names the task and its last known state.
    /// </exception>
    public Task<TaskStatus> Wait(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        follower.Wait(TaskId, submitted, timeout, cancellationToken);

    /// <summary>Calls the task off; see <see cref="ITaskClient.Revoke(Guid,RevokeMode,string,CancellationToken)"/>.</summary>
    /// <param name="mode">Whether to break off a running task as well.</param>
    /// <param name="reason">Why, for whoever reads the task's history.</param>
    /// <param name="cancellationToken">Gives up sending the revocation.</param>
    /// <exception cref="BrokerUnreachableException">The broker could not be reached.</exception>
    public Task Revoke(
        RevokeMode mode = RevokeMode.BeforeStart,
        string? reason = null,
        CancellationToken cancellationToken = default) =>
        follower.Revoke(TaskId, mode, reason, cancellationToken);

    /// <summary>An end, with what is known of it in this process.</summary>
    private protected TaskOutcome Complete(TaskStatus status) => follower.Complete(TaskOutcome.Of(status));
}

namespace Messaging.StateMachines;

/// <summary>
/// Where the limits are kept that hold over all workers. Used by many threads and many trackers at once. It is ready
/// when the <see cref="ITaskStore"/> that was opened with it is prepared.
/// </summary>
public interface ILimitStore
{
    /// <summary>
    /// Changes limits, in one transaction: whoever else wants one of them waits until it is done. The time is read when
    /// all of them are held, so that of two changes of one limit the later has the later time.
    /// </summary>
    /// <param name="limits">The limits; each once.</param>
    /// <param name="change">
    /// Changes their states. Called once or, if the transaction has to be made anew, several times; it counts if this
    /// ends without an exception.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task Change(
        IReadOnlyCollection<LimitId> limits, Action<LimitStates> change, CancellationToken cancellationToken);

    /// <summary>Forgets limits that nobody has used for an hour. Called about once a minute by every
    /// tracker.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many.</returns>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<long> Forget(CancellationToken cancellationToken);
}

using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Where schedules are kept: the storage port of periodic tasks. Used by many threads and many trackers at once. It is
/// ready when the <see cref="ITaskStore"/> that it belongs to is prepared.
/// </summary>
public interface IScheduleStore
{
    /// <summary>
    /// Changes one schedule. Nobody else changes or claims it meanwhile; one that is claimed is waited for.
    /// </summary>
    /// <param name="name">The schedule's name.</param>
    /// <param name="change">
    /// Is given the schedule, <c>null</c> if there is none, and returns what it is to become, <c>null</c> for none. May
    /// be called again if somebody else was faster. What it throws changes nothing and comes out.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The schedule before the change and after it.</returns>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<ScheduleChange> Change(
        string name, Func<StoredSchedule?, StoredSchedule?> change, CancellationToken cancellationToken);

    /// <summary>The schedule of a name; <c>null</c> if there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<StoredSchedule?> Get(string name, CancellationToken cancellationToken);

    /// <summary>Schedules in the order of their names, compared by their code points.</summary>
    /// <param name="query">Which schedules and how many; known to be valid.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>One more than the page has room for, if there is one more.</returns>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IReadOnlyList<StoredSchedule>> List(ListSchedules query, CancellationToken cancellationToken);

    /// <summary>
    /// The earliest <see cref="StoredSchedule.NextAt"/>, claimed or not; <c>null</c> if no schedule has one. Asked once a
    /// second by each idle tracker, so it has to be cheap.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<DateTimeOffset?> NextAt(CancellationToken cancellationToken);

    /// <summary>Claims schedules that are to be looked at. Those that others have claimed are passed over.</summary>
    /// <param name="now">Those with a <see cref="StoredSchedule.NextAt"/> of this time or earlier, earliest first.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The claim. It ends with <see cref="IScheduleClaim.Complete"/>, when it is disposed of, or with the process.
    /// </returns>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IScheduleClaim> Claim(DateTimeOffset now, int most, CancellationToken cancellationToken);
}

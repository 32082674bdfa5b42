using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Where task sagas are kept: the storage port of the tracker. Everything is in bulk, since a tracker works on batches.
/// Used by many threads at once.
/// </summary>
public interface ITaskStore
{
    /// <summary>
    /// Makes the store ready, creating what it needs; called once before anything else, by each tracker.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    /// <exception cref="TaskStoreRefusedException">The store is there and does not let us in.</exception>
    Task Prepare(CancellationToken cancellationToken);

    /// <summary>Loads sagas.</summary>
    /// <param name="taskIds">Their ids, without repetition.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Those that exist, as copies that the caller may change.</returns>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IReadOnlyList<TaskSaga>> Load(IReadOnlyCollection<Guid> taskIds, CancellationToken cancellationToken);

    /// <summary>
    /// Saves sagas in one transaction, each only if the stored <see cref="TaskSaga.Version"/> is still the one it was
    /// loaded with (0: not stored yet), and counts the version up. One that has expired since then counts as written by
    /// somebody else.
    /// </summary>
    /// <param name="sagas">The sagas, without repetition.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Ids of those that somebody else has written meanwhile. They were not saved; the others were.</returns>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IReadOnlySet<Guid>> Save(IReadOnlyCollection<TaskSaga> sagas, CancellationToken cancellationToken);

    /// <summary>
    /// Finds tasks, newest first: by id, descending, compared byte by byte. Tasks of which nothing is known are left out.
    /// </summary>
    /// <param name="query">
    /// Which tasks, how many and how much of them; known to be valid. Its cursor has been read into
    /// <paramref name="before"/>.
    /// </param>
    /// <param name="before">Only tasks with a smaller id; <c>null</c> to begin with the greatest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<FoundTasks> List(ListTasks query, Guid? before, CancellationToken cancellationToken);

    /// <summary>Counts tasks exactly. Tasks of which nothing is known are left out.</summary>
    /// <param name="filter">Which tasks; known to be valid.</param>
    /// <param name="by">What to tell apart.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<TaskCounts> Count(TaskFilter filter, CountBy by, CancellationToken cancellationToken);

    /// <summary>Counts the tasks that have not ended, queue by queue.</summary>
    /// <param name="queue">Only this queue; <c>null</c> for all.</param>
    /// <param name="now">Tells scheduled tasks whose time has come from those that are for later.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<TaskBacklog> Backlog(string? queue, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The revocations of tasks that have not ended, latest first; of one time in the order of ids, down.</summary>
    /// <param name="before">Only those that come behind this one; <c>null</c> to begin.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IReadOnlyList<RevokeTask>> OpenRevocations(
        (DateTimeOffset Time, Guid TaskId)? before, int most, CancellationToken cancellationToken);

    /// <summary>The revocations of some tasks, whether or not they have ended.</summary>
    /// <param name="taskIds">The tasks, without repetition.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>One for each of them that was asked to be revoked.</returns>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IReadOnlyList<RevokeTask>> FindRevocations(
        IReadOnlyCollection<Guid> taskIds, CancellationToken cancellationToken);

    /// <summary>
    /// Finds tasks that fail if a worker is lost, since it runs them and they do not run twice; by id, compared byte by
    /// byte.
    /// </summary>
    /// <param name="worker">The worker.</param>
    /// <param name="after">Only tasks with a greater id.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Copies that the caller may change; none if there are no more.</returns>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IReadOnlyList<TaskSaga>> FindLostWith(
        string worker, Guid after, int most, CancellationToken cancellationToken);

    /// <summary>
    /// Names of the workers with whose loss any task fails, see <see cref="FindLostWith"/>; each once, in an order of the
    /// store's own.
    /// </summary>
    /// <param name="after">Only names that come after this one; empty for the first.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>None if there are no more.</returns>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IReadOnlyList<string>> ListLostWith(string after, int most, CancellationToken cancellationToken);

    /// <summary>
    /// Removes tasks that ended long enough ago, and what is known of tasks only by a revocation as old or by waiters
    /// whose time is up. What has not ended is never touched. Also makes room for the tasks to come, where a store
    /// wants that done in advance. Called about once a minute by every tracker; a store lets one of them work at a time
    /// and the others pass.
    /// <para>
    /// A store may keep tasks for longer than they have to be kept, so that it can remove them together: up to a tenth
    /// of the time, and an hour.
    /// </para>
    /// </summary>
    /// <param name="expiry">How long tasks are kept.</param>
    /// <param name="now">The time to count back from.</param>
    /// <param name="cancellationToken">Gives up; what is not removed by then stays for the next time.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<long> Expire(TaskExpiry expiry, DateTimeOffset now, CancellationToken cancellationToken);
}

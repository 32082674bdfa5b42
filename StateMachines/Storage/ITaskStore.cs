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
    /// loaded with (0: not stored yet), and counts the version up.
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

    /// <summary>The revocations of tasks that have not ended, latest first.</summary>
    /// <param name="most">So many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IReadOnlyList<RevokeTask>> OpenRevocations(int most, CancellationToken cancellationToken);
}

using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Where commands are kept for workers that start later. It is ready when the <see cref="ITaskStore"/> that it belongs
/// to is prepared.
/// </summary>
/// <remarks>
/// All of it throws <see cref="TaskStoreUnavailableException"/> if the store cannot be reached at the moment.
/// </remarks>
public interface IWorkerSettingStore
{
    /// <summary>
    /// Keeps a command, in the place of an earlier one that changed the same for the same workers. Growth of pools adds
    /// up; what is told twice, since the answer was lost, counts once. <see cref="WorkerCommandKind.Forget"/> deletes it
    /// instead: what is kept for the workers that it names, or if it names none, for all and for each.
    /// </summary>
    /// <param name="id">Tells it from other changes; the latest thousand are remembered.</param>
    /// <param name="command">A change. Its revision is not looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Number of the change, larger than those before it; the one it has if it was kept before.</returns>
    Task<long> Put(Guid id, WorkerCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// The commands for a worker and those for all, with their revisions, by these; as of one moment.
    /// </summary>
    /// <param name="worker">The worker's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<WorkerSettings> Get(string worker, CancellationToken cancellationToken);
}

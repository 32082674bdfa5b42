using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Where workers are kept: the storage port of their registry. Used by many trackers at once. Goes by its own clock
/// alone, so that those of workers and trackers do not matter. It is ready when the <see cref="ITaskStore"/> that it
/// belongs to is prepared.
/// </summary>
/// <remarks>
/// All of it throws <see cref="TaskStoreUnavailableException"/> if the store cannot be reached at the moment.
/// </remarks>
public interface IWorkerStore
{
    /// <summary>
    /// Saves what was heard in the last second or so. Late heartbeats change nothing. A worker that begins anew without
    /// having said that it ends leaves a loss behind, which is called off if its end is heard of after all.
    /// </summary>
    /// <param name="heartbeats">The workers' heartbeats; empty if only trackers were heard of.</param>
    /// <param name="times">What is a gap, and how long workers have after one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task Save(IReadOnlyCollection<WorkerHeartbeat> heartbeats, WorkerTimes times, CancellationToken cancellationToken);

    /// <summary>
    /// Finds workers that have been silent for too long while others, trackers at least, were heard; each one is found
    /// once, however many trackers look, and leaves a loss behind.
    /// </summary>
    /// <param name="times">How long is too long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Those that were found.</returns>
    Task<IReadOnlyList<WorkerLoss>> FindLost(WorkerTimes times, CancellationToken cancellationToken);

    /// <summary>Losses that have not been dealt with, earliest first. Others may be at some of them.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<WorkerLoss>> ListLosses(CancellationToken cancellationToken);

    /// <summary>
    /// Deals with a loss, unless somebody else is at it or has done so. What it throws comes out, and the loss stays;
    /// so it does if the process ends meanwhile.
    /// </summary>
    /// <param name="loss">One of <see cref="ListLosses"/>.</param>
    /// <param name="handle">Deals with it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task Handle(WorkerLoss loss, Func<CancellationToken, Task> handle, CancellationToken cancellationToken);

    /// <summary>All workers, by name.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<WorkerStatus>> List(CancellationToken cancellationToken);

    /// <summary>Forgets workers that stopped or were lost long ago.</summary>
    /// <param name="after">How long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task Expire(TimeSpan after, CancellationToken cancellationToken);
}

using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>
/// Says which workers there are and how they do, by their heartbeats. Asks the trackers, over the broker. Safe for use
/// by many threads; one instance serves a whole process.
/// </summary>
/// <remarks>
/// All of it throws <see cref="TimeoutException"/> if no tracker answered within
/// <c>Messaging:Producer:QueryTimeout</c>, and <see cref="QueryFailedException"/> if a tracker answered that it cannot.
/// </remarks>
public interface IWorkers
{
    /// <summary>
    /// All workers that the trackers know, by name. Those that have stopped or are lost are among them for
    /// <c>Messaging:Tracking:WorkerExpiry</c>.
    /// </summary>
    /// <param name="state">Only workers in this state; <c>null</c> for all.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    Task<IReadOnlyList<WorkerStatus>> List(
        WorkerState? state = null, CancellationToken cancellationToken = default);

    /// <summary>One worker.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="WorkerNotFoundException">The trackers know none of that name.</exception>
    Task<WorkerStatus> Get(string name, CancellationToken cancellationToken = default);
}

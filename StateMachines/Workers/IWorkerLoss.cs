using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Something that is to be done when a worker is lost: it has not been heard of for too long.</summary>
internal interface IWorkerLoss
{
    /// <summary>
    /// A worker is lost. Called again after a tracker that died before it returned, so doing it twice must be harmless.
    /// </summary>
    /// <param name="loss">Which worker, and since when.</param>
    /// <param name="cancellationToken">Gives up; it is called again.</param>
    Task Lost(WorkerLoss loss, CancellationToken cancellationToken);

    /// <summary>
    /// Looks for what came to light only after its worker's loss: news of it that waited in a queue, or of a worker that
    /// was never heard of. Called about once a minute, by every tracker.
    /// </summary>
    /// <param name="workers">All workers that are known.</param>
    /// <param name="age">What is younger is left alone: its worker may yet be heard of.</param>
    /// <param name="cancellationToken">Gives up; it is called again.</param>
    Task LookAgain(IReadOnlyList<WorkerStatus> workers, TimeSpan age, CancellationToken cancellationToken);
}

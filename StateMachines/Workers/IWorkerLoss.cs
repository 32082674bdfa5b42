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
}

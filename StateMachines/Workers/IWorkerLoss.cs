namespace Messaging.StateMachines;

/// <summary>Something that is to be done when a worker is lost: it has not been heard of for too long.</summary>
internal interface IWorkerLoss
{
    /// <summary>
    /// A worker is lost. Called again after a tracker that died before it returned, so doing it twice must be harmless.
    /// </summary>
    /// <param name="worker">Name of the worker.</param>
    /// <param name="since">When it was last heard of.</param>
    /// <param name="cancellationToken">Gives up; it is called again.</param>
    Task Lost(string worker, DateTimeOffset since, CancellationToken cancellationToken);
}

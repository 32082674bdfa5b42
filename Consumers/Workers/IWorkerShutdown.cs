namespace Messaging.Consumers;

/// <summary>Stops the process that a worker runs in.</summary>
internal interface IWorkerShutdown
{
    /// <summary>Begins to stop, as a signal would, when the answer to the one who asked is on its way.</summary>
    void Stop();
}

using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>The queues that this worker reads, to be changed while it runs. The host connects it to the bus.</summary>
internal interface IWorkerQueues
{
    /// <summary>All queues that are read or have been.</summary>
    IReadOnlyList<WorkerQueue> All { get; }

    /// <summary>Takes tasks from a queue, one that is new or was cancelled.</summary>
    void Add(string queue);

    /// <summary>Takes no more tasks from a queue.</summary>
    void Cancel(string queue);

    /// <summary>Takes no tasks from a queue until it is resumed.</summary>
    void Pause(string queue);

    /// <summary>Reads a queue or does not, as the configuration says.</summary>
    void TakeBack(string queue);

    /// <summary>Ends a pause.</summary>
    void Resume(string queue);
}

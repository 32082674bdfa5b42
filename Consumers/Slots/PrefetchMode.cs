namespace Messaging.Consumers;

/// <summary>How many messages a worker takes from its queues before it can run them.</summary>
public enum PrefetchMode
{
    /// <summary>
    /// As many as <see cref="WorkerOptions.PrefetchMultiplier"/> says, so that a short task never waits for the broker.
    /// </summary>
    Throughput = 0,

    /// <summary>
    /// No more of each queue than it can run at the same time: a long task does not keep others from an idle worker.
    /// Celery's <c>-O fair</c>. Costs throughput with short tasks.
    /// </summary>
    Fair = 1,
}

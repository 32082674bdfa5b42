namespace Messaging.Contracts;

/// <summary>
/// Tells the trackers that a worker lives, and what it does. Sent every <see cref="Interval"/>; the last one of a clean
/// stop says <see cref="WorkerState.Stopped"/>.
/// </summary>
public sealed record WorkerHeartbeat
{
    /// <summary>The worker's name.</summary>
    public required string Worker { get; init; }

    /// <summary>
    /// Tells this run of the worker from those before it, which may have had the same name: one that comes without the
    /// end of the one before was preceded by a loss.
    /// </summary>
    public required Guid Instance { get; init; }

    /// <summary>Counts the heartbeats of this run, so that a late one changes nothing.</summary>
    public required long Sequence { get; init; }

    /// <summary>
    /// <see cref="WorkerState.Online"/>, <see cref="WorkerState.Stopping"/> or <see cref="WorkerState.Stopped"/>.
    /// </summary>
    public WorkerState State { get; init; }

    /// <summary>Time from one heartbeat to the next.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The machine's name.</summary>
    public required string Host { get; init; }

    /// <summary>The process's id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Version of the application.</summary>
    public string? Version { get; init; }

    /// <summary>Queues that it takes tasks from, with their prefix.</summary>
    public required IReadOnlyList<string> Queues { get; init; }

    /// <summary>Kind of pool in which it runs tasks.</summary>
    public required string Pool { get; init; }

    /// <summary>Tasks that it can run at the same time.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Tasks that it runs.</summary>
    public int InFlight { get; init; }

    /// <summary>Runs that have ended since it started, the failed ones among them.</summary>
    public long Processed { get; init; }

    /// <summary>Tasks that have failed for good since it started.</summary>
    public long Failed { get; init; }

    /// <summary>
    /// Processor time of the process since the last heartbeat, in cores: 1 is one core that is fully used.
    /// </summary>
    public double Load { get; init; }

    /// <summary>Memory of the process, in bytes.</summary>
    public long Memory { get; init; }

    /// <summary>When it started, by its own clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}

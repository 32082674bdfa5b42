using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>What a worker is asked to tell or to do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkerCommandKind>))]
public enum WorkerCommandKind
{
    /// <summary>Answer, nothing else.</summary>
    Ping = 0,

    /// <summary>Tell what a heartbeat tells.</summary>
    Stats = 1,

    /// <summary>Tell which tasks run.</summary>
    Active = 2,

    /// <summary>Tell which tasks were received and wait to be started.</summary>
    Reserved = 3,

    /// <summary>Tell which tasks are held until their time, or until their next attempt.</summary>
    Scheduled = 4,

    /// <summary>Tell which tasks are known to be revoked.</summary>
    Revoked = 5,

    /// <summary>Tell which tasks have a consumer.</summary>
    Registered = 6,

    /// <summary>Tell which queues are read.</summary>
    Queues = 7,

    /// <summary>Take tasks from <see cref="WorkerCommand.Queue"/> too.</summary>
    AddQueue = 8,

    /// <summary>Take no more tasks from <see cref="WorkerCommand.Queue"/>.</summary>
    CancelQueue = 9,

    /// <summary>Start no task of <see cref="WorkerCommand.Queue"/> until it is resumed. For all workers.</summary>
    PauseQueue = 10,

    /// <summary>Ends <see cref="PauseQueue"/>.</summary>
    ResumeQueue = 11,

    /// <summary>Start <see cref="WorkerCommand.TaskName"/> at the rate <see cref="WorkerCommand.Rate"/>.</summary>
    RateLimit = 12,

    /// <summary>
    /// Run <see cref="WorkerCommand.TaskName"/> within <see cref="WorkerCommand.SoftTimeLimit"/> and
    /// <see cref="WorkerCommand.TimeLimit"/>.
    /// </summary>
    TimeLimit = 13,

    /// <summary>Run <see cref="WorkerCommand.Count"/> tasks more at the same time.</summary>
    GrowPool = 14,

    /// <summary>Run <see cref="WorkerCommand.Count"/> tasks fewer at the same time.</summary>
    ShrinkPool = 15,

    /// <summary>
    /// Run from <see cref="WorkerCommand.Least"/> to <see cref="WorkerCommand.Most"/> tasks at the same time, by need.
    /// </summary>
    Autoscale = 16,

    /// <summary>Stop as after a signal: end what runs, then the process.</summary>
    Shutdown = 17,

    /// <summary>
    /// Start <see cref="WorkerCommand.TaskName"/> at the rate <see cref="WorkerCommand.Rate"/>, all workers together.
    /// </summary>
    ClusterRateLimit = 18,

    /// <summary>Run <see cref="WorkerCommand.Count"/> of <see cref="WorkerCommand.TaskName"/> at the same time.</summary>
    ConcurrencyLimit = 19,

    /// <summary>
    /// Run <see cref="WorkerCommand.Count"/> of <see cref="WorkerCommand.TaskName"/> at the same time, all workers
    /// together.
    /// </summary>
    ClusterConcurrencyLimit = 20,

    /// <summary>
    /// What was kept of <see cref="WorkerCommand.Forgotten"/> is kept no more: ask the trackers what is left, and go back
    /// to the configuration otherwise.
    /// </summary>
    Forget = 21,
}

namespace Messaging.StateMachines;

/// <summary>
/// All that a tracker keeps, opened together: in one database, over the same connections. <see cref="Tasks"/> is
/// prepared for all of them and disposed of for all of them.
/// </summary>
public sealed class TrackerStores
{
    /// <summary>The task sagas.</summary>
    public required ITaskStore Tasks { get; init; }

    /// <summary>The messages that wait for their time.</summary>
    public required IScheduledMessageStore ScheduledMessages { get; init; }

    /// <summary>The schedules of periodic tasks.</summary>
    public required IScheduleStore Schedules { get; init; }

    /// <summary>The rules of revocation.</summary>
    public required IRevocationStore Revocations { get; init; }

    /// <summary>The limits that hold over all workers.</summary>
    public required ILimitStore Limits { get; init; }

    /// <summary>The workers.</summary>
    public required IWorkerStore Workers { get; init; }

    /// <summary>What workers were told for good.</summary>
    public required IWorkerSettingStore WorkerSettings { get; init; }

    /// <summary>The dead letters.</summary>
    public required IDeadLetterStore DeadLetters { get; init; }
}

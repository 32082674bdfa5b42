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

    /// <summary>The dead letters.</summary>
    public required IDeadLetterStore DeadLetters { get; init; }
}

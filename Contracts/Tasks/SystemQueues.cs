namespace Messaging.Contracts;

/// <summary>Names of the queues that Messaging keeps for itself, before <c>Messaging:Prefix</c>.</summary>
public static class SystemQueues
{
    /// <summary>The queue of tasks that name no other.</summary>
    public const string Default = "default";

    /// <summary>Lifecycle events and revocations, for the trackers.</summary>
    public const string Tracking = "messaging-tracking";

    /// <summary>
    /// Queries, for the trackers. Apart from <see cref="Tracking"/>, so that a question never waits behind events.
    /// </summary>
    public const string Queries = "messaging-queries";

    /// <summary>
    /// Messages that are to be sent later, for the trackers: MassTransit's <c>ScheduleMessage</c> and
    /// <c>CancelScheduledMessage</c>.
    /// </summary>
    public const string Scheduler = "messaging-scheduler";

    /// <summary>Requests for permits of limits that hold over all workers, for the trackers.</summary>
    public const string Limits = "messaging-limits";

    /// <summary>Heartbeats, for the trackers.</summary>
    public const string Workers = "messaging-workers";

    /// <summary>What one worker is told. The worker's name follows.</summary>
    public const string ControlPrefix = "messaging-control-";
}

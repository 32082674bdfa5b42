using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>What the host logs. Event ids 1300-1399.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1300, LogLevel.Warning,
        "What is revoked and paused, and what else this worker was told for good, is not known yet: {Reason} It is asked "
        + "for again; until then queues that are paused may be read, and tasks that were revoked "
        + "before this worker was connected may run.")]
    public static partial void RevocationsUnknown(ILogger logger, string reason);

    [LoggerMessage(1307, LogLevel.Warning,
        "This worker was told that something is kept for it no more, and does not know yet what is left: {Reason} It asks "
        + "again, and goes on as before until it knows.")]
    public static partial void SettingsUnknown(ILogger logger, string reason);

    [LoggerMessage(1301, LogLevel.Error, "The tracker cannot start yet: {Reason}")]
    public static partial void WaitingForStore(ILogger logger, string reason);

    [LoggerMessage(1302, LogLevel.Error,
        "The broker {Broker} cannot be reached: {Reason} This process goes on trying. Check that the broker runs and "
        + "that Messaging:Broker names it.")]
    public static partial void BrokerUnreachable(ILogger logger, string broker, string reason);

    [LoggerMessage(1303, LogLevel.Information,
        "Messaging is up on {Broker}. Worker: {Worker}. Tracker: {Tracker}.")]
    public static partial void Started(ILogger logger, string broker, string worker, string tracker);

    [LoggerMessage(1304, LogLevel.Warning,
        "{Reason} Lifecycle events of this process that the broker has not confirmed are lost with it.")]
    public static partial void EventsNotFlushed(ILogger logger, string reason);

    [LoggerMessage(1320, LogLevel.Information, "The trackers know the {Count} periodic tasks that are declared here.")]
    public static partial void PeriodicTasksDeclared(ILogger logger, int count);

    [LoggerMessage(1321, LogLevel.Warning,
        "No tracker knows yet that the periodic task '{Schedule}' is declared here: {Reason} It is told again every "
        + "second; until then an older definition is in force, or none.")]
    public static partial void PeriodicTasksNotDeclared(ILogger logger, string schedule, string reason);

    [LoggerMessage(1305, LogLevel.Warning,
        "Tasks that are to run again later cannot be handed to the scheduler at {Address}: {Reason} It is tried again "
        + "until the broker confirms it; their messages are not settled before that.")]
    public static partial void NotPostponed(ILogger logger, Uri address, string reason);

    [LoggerMessage(1306, LogLevel.Information, "Tasks are handed to the scheduler at {Address} again.")]
    public static partial void PostponesAgain(ILogger logger, Uri address);

    [LoggerMessage(1330, LogLevel.Warning,
        "Messages of failed tasks that run at most once cannot be put into {Address}: {Reason} It is tried again until the "
        + "broker confirms it; their failure is not told before that.")]
    public static partial void ErrorNotKept(ILogger logger, Uri address, string reason);

    [LoggerMessage(1331, LogLevel.Information, "Messages of failed tasks are put into {Address} again.")]
    public static partial void ErrorsKeptAgain(ILogger logger, Uri address);

    [LoggerMessage(1340, LogLevel.Warning,
        "The heartbeats of this worker do not reach the trackers' queue at {Address}: {Reason} Until they do, the "
        + "worker may be shown as lost. Its tasks go on.")]
    public static partial void NotHeard(ILogger logger, Uri address, string reason);

    [LoggerMessage(1341, LogLevel.Information, "The heartbeats of this worker reach {Address} again.")]
    public static partial void HeardAgain(ILogger logger, Uri address);

    [LoggerMessage(1342, LogLevel.Warning,
        "A second signal: {Count} tasks that this worker holds go back to their queues, and running ones are "
        + "cancelled.")]
    public static partial void StopsAtOnce(ILogger logger, int count);

    [LoggerMessage(1343, LogLevel.Error,
        "{Count} tasks have not observed their cancellation within {Seconds} s of the second signal. The process ends; "
        + "the broker hands their messages out again. Let the tasks observe their cancellation token.")]
    public static partial void EndsTheProcess(ILogger logger, int count, double seconds);

    [LoggerMessage(1344, LogLevel.Error,
        "The queue {Queue} is to be {State} on this worker, and its endpoint cannot follow: {Reason} Restart the "
        + "worker.")]
    public static partial void QueueNotChanged(
        ILogger logger, Exception exception, string queue, WorkerQueueState state, string reason);

    [LoggerMessage(1346, LogLevel.Warning,
        "This tracker's own heartbeats do not reach the queue at {Address}: {Reason} While no tracker is heard there, "
        + "no worker is found to be lost.")]
    public static partial void TrackerNotHeard(ILogger logger, Uri address, string reason);

    [LoggerMessage(1350, LogLevel.Error,
        "This tracker does not take the dead letters of queue {Queue}: {Reason} It is tried again every ten seconds; they "
        + "stay in the broker's queues meanwhile.")]
    public static partial void DeadLettersNotConnected(
        ILogger logger, Exception exception, string queue, string reason);

    [LoggerMessage(1351, LogLevel.Error,
        "This tracker does not learn of further queues with dead letters: {Reason} It is tried again every ten seconds; "
        + "they stay in the broker's queues meanwhile.")]
    public static partial void DeadLetterQueuesUnknown(ILogger logger, Exception exception, string reason);
}

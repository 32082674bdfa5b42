using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>What the host logs. Event ids 1300-1399.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1300, LogLevel.Warning,
        "The open revocations are not known yet: {Reason} They are asked for again; until then tasks that were revoked "
        + "before this worker was connected may run.")]
    public static partial void RevocationsUnknown(ILogger logger, string reason);

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
}

using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>What a tracker logs of schedules. Event ids 1280-1289.</summary>
internal static partial class ScheduleLog
{
    [LoggerMessage(1280, LogLevel.Warning,
        "Periodic tasks stand still: {Reason} It is tried again every second; of the runs that are missed meanwhile the "
        + "latest of each schedule is sent afterwards.")]
    public static partial void NotRun(ILogger logger, Exception exception, string reason);

    [LoggerMessage(1281, LogLevel.Information, "Periodic tasks go on.")]
    public static partial void RunsAgain(ILogger logger);

    [LoggerMessage(1282, LogLevel.Warning,
        "A run of schedule '{Schedule}' could not be sent to queue '{Queue}': {Reason} It is tried again in 10 s.")]
    public static partial void RunNotSent(ILogger logger, string schedule, string queue, string reason);

    [LoggerMessage(1283, LogLevel.Warning,
        "Schedule '{Schedule}': {Count} runs were left out, since they could not be sent in time.")]
    public static partial void Missed(ILogger logger, string schedule, long count);

    [LoggerMessage(1284, LogLevel.Error,
        "Schedule '{Schedule}' stands still, since it cannot be worked out when it is due: {Reason} It is tried again in a "
        + "minute. Change it, or delete it.")]
    public static partial void NotPlanned(ILogger logger, Exception exception, string schedule, string reason);
}

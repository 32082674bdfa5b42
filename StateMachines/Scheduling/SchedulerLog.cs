using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>What the scheduler logs. Event ids 1250-1269.</summary>
internal static partial class SchedulerLog
{
    [LoggerMessage(1250, LogLevel.Error,
        "Scheduled messages are not sent: {Reason} It is tried again every second; none is lost.")]
    public static partial void StoreIsAway(ILogger logger, Exception exception, string reason);

    [LoggerMessage(1251, LogLevel.Information, "Scheduled messages are sent again; the store answers.")]
    public static partial void StoreIsBack(ILogger logger);

    [LoggerMessage(1252, LogLevel.Warning,
        "Scheduled messages are not sent, since the broker cannot be used: {Reason} It is tried again every second; "
        + "none is lost.")]
    public static partial void BrokerIsAway(ILogger logger, string reason);

    [LoggerMessage(1253, LogLevel.Information, "Scheduled messages are sent again; the broker answers.")]
    public static partial void BrokerIsBack(ILogger logger);

    [LoggerMessage(1254, LogLevel.Warning,
        "Scheduled message {Token} (attempt {Attempt}) cannot be sent to {Destination}: {Reason} It is tried again in "
        + "{Wait}. Check that the address is one of this broker's; revoke the task or cancel the message to be rid of "
        + "it.")]
    public static partial void NotSent(
        ILogger logger, Guid token, int attempt, Uri destination, string reason, TimeSpan wait);

    [LoggerMessage(1255, LogLevel.Error,
        "Nothing can be scheduled: {Reason} Messages stay in their queue and are taken when the store is back.")]
    public static partial void ScheduleStandsStill(ILogger logger, string reason);

    [LoggerMessage(1256, LogLevel.Information, "The store answers again; scheduling goes on.")]
    public static partial void ScheduleGoesOn(ILogger logger);
}

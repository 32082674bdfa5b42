using Microsoft.Extensions.Logging;

namespace Messaging.PostgreSql;

internal static partial class PostgresLog
{
    [LoggerMessage(
        EventId = 6301,
        Level = LogLevel.Warning,
        Message = "The connections that wait for messages of the PostgreSQL broker {Broker} are lost. They are opened anew; "
            + "all who wait look for themselves meanwhile.")]
    public static partial void WaitingLost(ILogger logger, Exception exception, string broker);

    [LoggerMessage(
        EventId = 6302,
        Level = LogLevel.Warning,
        Message = "Messages are in the PostgreSQL broker {Broker}, but those who wait for them could not be notified. They "
            + "find them when they look next, within five seconds.")]
    public static partial void NotNotified(ILogger logger, Exception exception, string broker);
}

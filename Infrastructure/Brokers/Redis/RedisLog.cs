using Microsoft.Extensions.Logging;

namespace Messaging.Redis;

internal static partial class RedisLog
{
    [LoggerMessage(
        EventId = 6101,
        Level = LogLevel.Warning,
        Message = "Messages in Redis at {Address} are at risk. {Warning}")]
    public static partial void MessagesAtRisk(ILogger logger, RedisAddress address, string warning);
}

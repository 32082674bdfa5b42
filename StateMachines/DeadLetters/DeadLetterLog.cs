using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>What a tracker logs of dead letters. Event ids 1270-1279.</summary>
internal static partial class DeadLetterLog
{
    [LoggerMessage(1270, LogLevel.Error,
        "Dead letters are not stored: {Reason} They stay in the broker's queues and are taken when the store is back.")]
    public static partial void StandsStill(ILogger logger, string reason);

    [LoggerMessage(1271, LogLevel.Information, "The store answers again; dead letters are stored.")]
    public static partial void GoesOn(ILogger logger);

    [LoggerMessage(1272, LogLevel.Error,
        "Dead letter {Id} of queue {Queue} cannot be stored: {Reason} It stays in the broker's queue and is tried again "
        + "every five seconds.")]
    public static partial void NotKept(ILogger logger, Exception exception, Guid id, string queue, string reason);

    [LoggerMessage(1273, LogLevel.Warning,
        "Dead letters are not replayed: {Reason} It is tried again every second; none is lost.")]
    public static partial void ReplayStandsStill(ILogger logger, Exception exception, string reason);

    [LoggerMessage(1274, LogLevel.Warning,
        "Dead letters are not replayed, since the broker cannot be used: {Reason} It is tried again every second; none is "
        + "lost.")]
    public static partial void BrokerIsAway(ILogger logger, string reason);

    [LoggerMessage(1275, LogLevel.Information, "Dead letters are replayed again.")]
    public static partial void ReplayGoesOn(ILogger logger);

    [LoggerMessage(1276, LogLevel.Warning,
        "Dead letter {Id} cannot be sent to queue {Queue}: {Reason} It is tried again in {Wait}. Replay it to another "
        + "queue or discard it to be rid of it.")]
    public static partial void NotSent(ILogger logger, Guid id, string queue, string reason, TimeSpan wait);

    [LoggerMessage(1277, LogLevel.Information,
        "{Count} dead letters were replayed.")]
    public static partial void Replayed(ILogger logger, int count);
}

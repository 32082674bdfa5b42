using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>What a tracker logs. Event ids 1200-1299.</summary>
internal static partial class TrackerLog
{
    [LoggerMessage(1200, LogLevel.Error,
        "Tracking stands still: {Reason} Events stay in their queue and are applied when the store is back.")]
    public static partial void StoreIsAway(ILogger logger, string reason);

    [LoggerMessage(1201, LogLevel.Information, "The task store answers again; tracking goes on.")]
    public static partial void StoreIsBack(ILogger logger);

    [LoggerMessage(1202, LogLevel.Warning,
        "Some of {Count} clients that wait for a result could not be answered: {Reason} They ask again when they are "
        + "connected.")]
    public static partial void WaitersNotAnswered(ILogger logger, int count, string reason);

    [LoggerMessage(1203, LogLevel.Information, "{Count} tasks that had ended long enough ago were removed.")]
    public static partial void Expired(ILogger logger, long count);

    [LoggerMessage(1204, LogLevel.Warning,
        "Expired tasks cannot be removed: {Reason} It is tried again every minute; until then the store grows.")]
    public static partial void NotExpired(ILogger logger, Exception exception, string reason);

    [LoggerMessage(1205, LogLevel.Information, "Expired tasks are removed again.")]
    public static partial void ExpiresAgain(ILogger logger);

    [LoggerMessage(1206, LogLevel.Error,
        "{Count} changes of state cannot be published: {Reason} It is tried again every second; until then no further "
        + "events are applied. Publishing is set by Messaging:Tracking:Publish.")]
    public static partial void NotPublished(ILogger logger, int count, string reason);

    [LoggerMessage(1207, LogLevel.Information, "Changes of state are published again; tracking goes on.")]
    public static partial void PublishesAgain(ILogger logger);

    [LoggerMessage(1208, LogLevel.Warning,
        "Workers cannot be told of a revocation: {Reason} It is tried again every second. It is kept, and workers that "
        + "connect ask for it.")]
    public static partial void WorkersNotTold(ILogger logger, string reason);

    [LoggerMessage(1240, LogLevel.Warning,
        "Worker {Worker} is lost: it has not been heard of since {Since}, and has not said that it ends. What it ran "
        + "runs again elsewhere, or has failed, as the tasks' policies say.")]
    public static partial void WorkerLost(ILogger logger, string worker, DateTimeOffset since);

    [LoggerMessage(1241, LogLevel.Warning,
        "Workers cannot be followed: {Reason} It is tried again every second; until then none is found to be lost.")]
    public static partial void WorkersNotFollowed(ILogger logger, string reason);

    [LoggerMessage(1242, LogLevel.Information, "Workers are followed again.")]
    public static partial void FollowsWorkersAgain(ILogger logger);

    [LoggerMessage(1243, LogLevel.Error,
        "The loss of worker {Worker} cannot be dealt with: {Reason} It is tried again every second; until then tasks "
        + "that it ran may be shown as running.")]
    public static partial void LossNotHandled(ILogger logger, Exception exception, string worker, string reason);

    [LoggerMessage(1244, LogLevel.Warning,
        "Tasks whose workers were lost cannot be looked for: {Reason} It is tried again every minute; until then some may "
        + "be shown as running.")]
    public static partial void NotLookedAgain(ILogger logger, Exception exception, string reason);

    [LoggerMessage(1245, LogLevel.Error,
        "Workers that were lost cannot be dealt with: {Reason} It is tried again every second; until then tasks that "
        + "they ran may be shown as running.")]
    public static partial void LossesNotHandled(ILogger logger, Exception exception, string reason);
}

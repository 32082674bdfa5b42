using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>What a worker logs of limits. Event ids 1140-1149.</summary>
internal static partial class LimitLog
{
    [LoggerMessage(1140, LogLevel.Warning,
        "No tracker grants permits: {Reason} Tasks with a limit over all workers wait until one does; all others go on. "
        + "It is asked again twice a second.")]
    public static partial void TrackersAreAway(ILogger logger, string reason);

    [LoggerMessage(1141, LogLevel.Information, "Trackers grant permits again.")]
    public static partial void TrackersAreBack(ILogger logger);

    [LoggerMessage(1142, LogLevel.Information, "The {Kind} of task {Name} is {Limit} now.")]
    public static partial void Changed(ILogger logger, string kind, string name, string limit);
}

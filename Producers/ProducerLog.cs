using Microsoft.Extensions.Logging;

namespace Messaging.Producers;

/// <summary>What the client logs. Event ids 1000-1099.</summary>
internal static partial class ProducerLog
{
    [LoggerMessage(1000, LogLevel.Warning,
        "Lifecycle events cannot be sent to {Address}: {Reason} They are kept and sent again until the broker confirms "
        + "them; workers settle no task message before that.")]
    public static partial void EventsHeldBack(ILogger logger, Uri address, string reason);

    [LoggerMessage(1001, LogLevel.Information, "Lifecycle events reach {Address} again.")]
    public static partial void EventsFlowAgain(ILogger logger, Uri address);

    [LoggerMessage(1060, LogLevel.Warning,
        "Observer {Observer} has thrown for task {Name} {TaskId}. The task is sent as it would have been.")]
    public static partial void ObserverFailed(
        ILogger logger, Exception exception, string observer, string name, Guid taskId);
}

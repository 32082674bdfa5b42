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
}

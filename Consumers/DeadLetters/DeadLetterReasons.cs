using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Says why a message becomes a dead letter by the exception that ended its task.</summary>
internal static class DeadLetterReasons
{
    public static DeadLetterReason Of(Exception exception) => exception switch
    {
        PoisonMessageException => DeadLetterReason.Poison,
        TaskRejectedException => DeadLetterReason.Rejected,
        _ => DeadLetterReason.Failed,
    };
}

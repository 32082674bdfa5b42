using Messaging.PullTransport;

namespace Messaging.PostgreSql;

/// <summary>What proves that a message was handed to this holder.</summary>
/// <param name="Id">The message's row.</param>
/// <param name="Lock">Of the call that received it, another one for each.</param>
internal sealed record Receipt(long Id, long Lock)
{
    public static Receipt Of(MessageLock message) => (Receipt)message.Receipt;
}

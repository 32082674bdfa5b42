using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>
/// Proves that a message was handed to this holder: when it is handed to another one, it has come back once more.
/// </summary>
/// <param name="Id">Id of the message in its queue.</param>
/// <param name="Returns">How often it had come back.</param>
internal sealed record RedisReceipt(long Id, long Returns)
{
    public static RedisReceipt Of(MessageLock held) => (RedisReceipt)held.Receipt;
}

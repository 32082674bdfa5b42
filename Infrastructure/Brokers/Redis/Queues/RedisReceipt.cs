using System.Globalization;
using System.Security.Cryptography;
using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>Proves that a message was handed to this holder: what it has made up when it got it, nobody else knows.</summary>
/// <param name="Id">Id of the message in its queue.</param>
/// <param name="Token">What was made up.</param>
internal sealed record RedisReceipt(long Id, string Token)
{
    private const int TokenLength = 12;

    /// <summary>What scripts call the lock.</summary>
    public string Lock => string.Create(CultureInfo.InvariantCulture, $"{Id}:{Token}");

    /// <summary>Another one for each time that something is received.</summary>
    public static string NewToken() => RandomNumberGenerator.GetHexString(TokenLength, lowercase: true);

    public static RedisReceipt Of(MessageLock held) => (RedisReceipt)held.Receipt;
}

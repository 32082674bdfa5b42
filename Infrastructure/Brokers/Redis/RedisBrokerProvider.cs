using Messaging.Hosting;
using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>
/// Connects to Redis 6.2 and later: <c>redis://user:password@host:port/database</c>, <c>rediss://…</c> with TLS. After
/// <c>?</c> may follow, joined by <c>&amp;</c>:
/// <list type="bullet">
/// <item><c>lock=30s</c>: how long what a lost worker held stays locked; 1 to 43,200 seconds, 30 by default.</item>
/// <item><c>prefix=messaging:</c>: what the names of all keys begin with.</item>
/// <item><c>serviceName=mymaster</c>: the host is a sentinel, which says where the server of that name is.</item>
/// <item><c>sentinels=host:port,host:port</c>: more sentinels.</item>
/// <item><c>ca=/path/to/file.pem</c>: with TLS, authorities to trust instead of the system's.</item>
/// </list>
/// </summary>
public sealed class RedisBrokerProvider : IBrokerProvider
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["redis", "rediss"];

    /// <inheritdoc/>
    public IEnumerable<string> Faults(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return RedisAddressReader.Faults(address);
    }

    /// <inheritdoc/>
    public IBroker Create(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var read = RedisAddressReader.Read(address);
        return new PullBroker(
            read.ToString(), RedisPullBroker.Features, logger => new RedisPullBroker(read, TimeProvider.System, logger));
    }
}

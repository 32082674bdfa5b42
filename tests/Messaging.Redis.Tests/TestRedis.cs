using Messaging.PullTransport;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Redis.Tests;

/// <summary>Brokers on the Redis that test.sh has started, or another one.</summary>
internal static class TestRedis
{
    public static IPullBroker Open(TimeSpan? lockTime = null) => Open(TestServers.Redis, lockTime);

    /// <param name="address">Where, without settings.</param>
    /// <param name="lockTime">Time of locks.</param>
    public static IPullBroker Open(string address, TimeSpan? lockTime = null) => new RedisPullBroker(
        RedisAddressReader.Read(new Uri($"{address}?lock={(lockTime ?? RedisAddress.DefaultLock).TotalSeconds:0}s")),
        TimeProvider.System,
        NullLogger.Instance);
}

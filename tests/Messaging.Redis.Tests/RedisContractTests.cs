using Messaging.Hosting;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.Redis.Tests;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class RedisContractTests : PullBrokerContract
{
    protected override BrokerFeatures Features => RedisPullBroker.Features;

    internal override IPullBroker Open(TimeSpan lockTime) => TestRedis.Open(lockTime);
}

using MassTransit;
using Messaging.BrokerTests;
using Messaging.Hosting;
using Messaging.PullTransport;
using Messaging.Redis;
using Messaging.Testing;

namespace Messaging.Brokers.Tests;

/// <summary>The Redis that test.sh has started, with locks that lapse soon.</summary>
public sealed class Redis : BrokerUnderTest
{
    /// <inheritdoc/>
    public override IBrokerProvider Provider => new RedisBrokerProvider();

    /// <inheritdoc/>
    public override Uri Address => AddressWithLocks(LockTime);

    /// <inheritdoc/>
    public override TimeSpan LockTime => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override TimeSpan TemporaryQueueIdleTime => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override Uri AddressWithLocks(TimeSpan time) => new($"{TestServers.Redis}?lock={(int)time.TotalSeconds}s");

    /// <inheritdoc/>
    public override IBroker Connect(Uri address, TimeProvider clock)
    {
        var read = RedisAddressReader.Read(address);
        return new PullBroker(
            read.ToString(), RedisPullBroker.Features, logger => new RedisPullBroker(read, clock, logger));
    }

    /// <inheritdoc/>
    public override void ConfigureTemporaryQueue(IReceiveEndpointConfigurator endpoint, TimeSpan idleTime) =>
        ((ISqlReceiveEndpointConfigurator)endpoint).AutoDeleteOnIdle = idleTime;
}

using MassTransit;
using Messaging.BrokerTests;
using Messaging.Hosting;
using Messaging.PostgreSql;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.Brokers.Tests;

/// <summary>The PostgreSQL that test.sh has started, with locks that lapse soon.</summary>
public sealed class Postgres : BrokerUnderTest
{
    /// <inheritdoc/>
    public override IBrokerProvider Provider => new PostgresBrokerProvider();

    /// <inheritdoc/>
    public override Uri Address => AddressWithLocks(LockTime);

    /// <inheritdoc/>
    public override TimeSpan LockTime => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override TimeSpan TemporaryQueueIdleTime => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override Uri AddressWithLocks(TimeSpan time) =>
        new($"{TestServers.Postgres}?lock={(int)time.TotalSeconds}s&Maximum Pool Size=4");

    /// <inheritdoc/>
    public override IBroker Connect(Uri address, TimeProvider clock)
    {
        var settings = PostgresBrokerSettings.Read(address);
        return new PullBroker(
            settings.Description, Provider.Create(address).Features, logger => new PostgresPullBroker(settings, clock, logger));
    }

    /// <inheritdoc/>
    public override void ConfigureTemporaryQueue(IReceiveEndpointConfigurator endpoint, TimeSpan idleTime) =>
        ((ISqlReceiveEndpointConfigurator)endpoint).AutoDeleteOnIdle = idleTime;
}

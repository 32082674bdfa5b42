using MassTransit;
using Messaging.AmazonSqs;
using Messaging.BrokerTests;
using Messaging.Hosting;
using Messaging.Testing;

namespace Messaging.Brokers.Tests;

/// <summary>
/// The emulator of SQS that test.sh has started, with locks that lapse soon. There is no killable one: the emulator forgets
/// everything, which SQS does not.
/// </summary>
public sealed class Sqs : BrokerUnderTest
{
    /// <inheritdoc/>
    public override IBrokerProvider Provider => new AmazonSqsBrokerProvider();

    /// <inheritdoc/>
    public override Uri Address => AddressOf(Server!, LockTime);

    /// <inheritdoc/>
    public override Uri? Server => new(TestServers.Sqs);

    /// <inheritdoc/>
    public override TimeSpan LockTime => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override TimeSpan TemporaryQueueIdleTime => TimeSpan.FromSeconds(3);

    /// <summary>SQS's 256 KiB include the envelope.</summary>
    public override int LargestText => 256_000;

    /// <inheritdoc/>
    public override Uri AddressWithLocks(TimeSpan time) => AddressOf(Server!, time);

    /// <inheritdoc/>
    public override Uri AddressVia(int port) => AddressOf(new Uri($"http://127.0.0.1:{port}"), LockTime);

    /// <inheritdoc/>
    public override IBroker Connect(Uri address, TimeProvider clock) => AmazonSqsBrokerProvider.Create(address, clock);

    /// <inheritdoc/>
    public override void ConfigureTemporaryQueue(IReceiveEndpointConfigurator endpoint, TimeSpan idleTime) =>
        ((ISqlReceiveEndpointConfigurator)endpoint).AutoDeleteOnIdle = idleTime;

    private static Uri AddressOf(Uri server, TimeSpan locks) => new(
        $"sqs://key:secret@eu-west-1?endpoint={server.GetLeftPart(UriPartial.Authority)}"
        + $"&lock={(int)locks.TotalSeconds}s&waitTime=1s");
}

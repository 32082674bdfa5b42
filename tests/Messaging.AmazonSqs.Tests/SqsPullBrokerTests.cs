using Messaging.Hosting;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class SqsPullBrokerTests : PullBrokerContract
{
    protected override BrokerFeatures Features => SqsServer.Features;

    /// <summary>A send and a deletion.</summary>
    protected override bool MovesAreAtomic => false;

    internal override IPullBroker Open(TimeSpan lockTime) => SqsServer.Open(lockTime);
}

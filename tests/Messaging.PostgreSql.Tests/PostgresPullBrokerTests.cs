using Messaging.Hosting;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.PostgreSql.Tests;

public sealed class PostgresPullBrokerTests : PullBrokerContract
{
    private static TestSchema schema = null!;

    protected override BrokerFeatures Features => BrokerFeatures.Priorities | BrokerFeatures.Order
        | BrokerFeatures.DeliveryCount | BrokerFeatures.Locks | BrokerFeatures.Delays | BrokerFeatures.Depth
        | BrokerFeatures.OldestAge;

    [OneTimeSetUp]
    public static void MakeSchema() => schema = new TestSchema();

    [OneTimeTearDown]
    public static async Task DropSchema() => await schema.DisposeAsync();

    internal override IPullBroker Open(TimeSpan lockTime) => schema.Open(lockTime);
}

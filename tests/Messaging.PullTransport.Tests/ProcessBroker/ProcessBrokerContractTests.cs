using Messaging.Hosting;
using Messaging.Testing;

namespace Messaging.PullTransport.Tests;

/// <summary>The broker that these tests use is one.</summary>
public sealed class ProcessBrokerContractTests : PullBrokerContract
{
    private readonly BrokerState state = new();

    protected override BrokerFeatures Features => ProcessBrokers.Features;

    internal override IPullBroker Open(TimeSpan lockTime) => new ProcessBroker(state, lockTime);
}
